package dev.mcpoauth.transport.client;

import dev.mcpoauth.transport.ProtocolVersion.Era;
import dev.mcpoauth.transport.json.Json;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Notification;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Request;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Response;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** Answers at once what it was taught, and is silent otherwise. */
final class FakeTransport implements ClientTransport {

    final List<JsonRpcMessage> sent = new CopyOnWriteArrayList<>();
    final AtomicReference<Listener> listener = new AtomicReference<>();
    private final Map<String, Consumer<Request>> answers = new ConcurrentHashMap<>();
    private final Map<String, Supplier<Optional<IOException>>> outages = new ConcurrentHashMap<>();
    private final Era era;
    volatile boolean closed;
    volatile ClientProfile profile = ClientProfile.of("nobody", "0");

    FakeTransport(Era era) {
        this.era = era;
    }

    void on(String method, String result) {
        on(method, request -> new Response(request.id(), Json.parse(result)));
    }

    void on(String method, Function<Request, JsonRpcMessage> answer) {
        answers.put(method, request -> listener.get().onMessage(answer.apply(request)));
    }

    /** Does not reach the server for this method, for as long as the condition holds. */
    void failing(String method, BooleanSupplier condition, IOException outage) {
        outages.put(method, () -> condition.getAsBoolean() ? Optional.of(outage) : Optional.empty());
    }

    List<String> methods() {
        return sent.stream()
                .map(message -> message instanceof Request request
                        ? request.method()
                        : message instanceof Notification notification ? notification.method() : "")
                .toList();
    }

    @Override
    public Opened open(ClientProfile who, Listener receiver) {
        profile = who;
        listener.set(receiver);
        return new Opened(era);
    }

    @Override
    public CompletionStage<Void> send(JsonRpcMessage message) {
        sent.add(message);
        Optional<IOException> outage = message instanceof Request request
                ? outages.getOrDefault(request.method(), Optional::empty).get()
                : Optional.empty();
        if (outage.isPresent()) return CompletableFuture.failedStage(outage.get());
        if (message instanceof Request request)
            answers.getOrDefault(request.method(), ignored -> {}).accept(request);
        return CompletableFuture.completedStage(null);
    }

    @Override
    public void wake() {
        // There is nothing to open anew.
    }

    @Override
    public void close() {
        closed = true;
    }
}
