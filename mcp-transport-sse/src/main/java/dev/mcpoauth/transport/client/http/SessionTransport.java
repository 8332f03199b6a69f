package dev.mcpoauth.transport.client.http;

import dev.mcpoauth.transport.McpHeaders;
import dev.mcpoauth.transport.ProtocolVersion.Era;
import dev.mcpoauth.transport.client.ClientProfile;
import dev.mcpoauth.transport.client.ClientTransport;
import dev.mcpoauth.transport.client.HttpRefusalException;
import dev.mcpoauth.transport.client.McpErrorException;
import dev.mcpoauth.transport.client.McpException;
import dev.mcpoauth.transport.client.http.AnswerBody.Events;
import dev.mcpoauth.transport.json.Json;
import dev.mcpoauth.transport.jsonrpc.JsonRpcCodec;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.ErrorResponse;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Notification;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Request;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Response;
import dev.mcpoauth.transport.jsonrpc.RequestId;
import dev.mcpoauth.transport.sse.SseEncoder;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Streamable HTTP of 2025-03-26 to 2025-11-25: one endpoint, a session that {@code initialize} opens, answers as JSON or
 * as event streams that can be resumed, and a GET stream for what the server says unasked.
 */
final class SessionTransport implements ClientTransport {

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(3);
    private static final RequestId RENEWAL = RequestId.of("renewal");

    /** Credentials for the stream may take longer; calls do not wait for that. */
    private static final Duration LONGEST_LISTEN = Duration.ofSeconds(1);

    private final HttpSettings settings;
    private final HttpCaller caller;
    private final JsonRpcCodec codec;
    private final Incoming incoming;
    private final Tasks tasks = new Tasks();
    private final Map<RequestId, Departure> departures = new ConcurrentHashMap<>();
    private final Pauses pauses = new Pauses();
    private final Repeating repeating;
    private volatile Session session = Session.NONE;
    private final AtomicReference<@Nullable Request> initialize = new AtomicReference<>();
    private final AtomicReference<@Nullable CompletableFuture<Void>> renewal = new AtomicReference<>();
    private final ListenerSlot listener = new ListenerSlot();
    private volatile CompletionStage<Void> initialized = CompletableFuture.completedStage(null);

    SessionTransport(HttpSettings settings) {
        this.settings = settings;
        this.caller = new HttpCaller(settings);
        this.codec = settings.codec();
        this.incoming = new Incoming(codec);
        this.repeating = new Repeating(caller, settings.retries(), pauses, Clock.systemUTC());
    }

    @Override
    public Opened open(ClientProfile profile, Listener receiver) {
        listener.set(receiver);
        return new Opened(Era.SESSION);
    }

    @Override
    public CompletionStage<Void> send(JsonRpcMessage message) {
        if (Methods.is(message, Methods.CANCELLED)) return cancel((Notification) message);
        Departure departure = new Departure();
        if (message instanceof Request request) departures.put(request.id(), departure);
        CompletionStage<Void> before = initialized;
        CompletionStage<Void> done = tasks.run(message, () -> {
            // A server may refuse what overtakes the notification that ends the initialization.
            awaitQuietly(before);
            deliverErrors(message);
        });
        if (Methods.is(message, Methods.INITIALIZED)) initialized = done;
        return message instanceof Request request
                ? done.whenComplete((ok, failure) -> departures.remove(request.id(), departure))
                : done;
    }

    /**
     * The server is told first: closing a stream cancels nothing in this era. It need not hear of what it never got, and
     * must not get it any more.
     */
    private CompletionStage<Void> cancel(Notification notification) {
        Optional<RequestId> id = Methods.cancelledRequest(notification);
        if (id.map(departures::get).filter(Departure::withdraw).isPresent()) {
            tasks.cancel(id.orElseThrow());
            return CompletableFuture.completedStage(null);
        }
        return tasks.run(notification, () -> {
            try {
                exchange(notification);
            } finally {
                id.ifPresent(tasks::cancel);
            }
        });
    }

    private void deliverErrors(JsonRpcMessage message) throws IOException, McpException, InterruptedException {
        try {
            exchange(message);
        } catch (HttpRefusalException refusal) {
            listener.onMessage(Responses.errorOf(message, refusal).orElseThrow(() -> refusal));
        }
    }

    /** Sends one message and stays until it is answered. A session that the server has ended is opened anew, once. */
    void exchange(JsonRpcMessage message) throws IOException, McpException, InterruptedException {
        if (Methods.is(message, Methods.INITIALIZE)) {
            session = Session.NONE;
            initialize((Request) message, listener::onMessage);
            return;
        }
        Session used = session;
        Answer answer = post(message, used, sinkFor(message));
        if (answer.status() == 404 && used.hasId()) {
            renew(used);
            answer = post(message, session, sinkFor(message));
        }
        if (!answer.isSuccess()) throw answer.refusal(codec);
        if (Methods.is(message, Methods.INITIALIZED)) listen();
    }

    /** Whether the server has answered {@code initialize} with a result. */
    boolean isGreeted() {
        return !session.equals(Session.NONE);
    }

    private MessageSink sinkFor(JsonRpcMessage message) {
        return message instanceof Request request
                ? MessageSink.awaiting(request.id(), incoming, listener::onMessage)
                : MessageSink.endless(incoming, listener::onMessage);
    }

    /** The session must be known before the response is: whoever gets the response sends the next message at once. */
    private void initialize(Request request, Consumer<JsonRpcMessage> receiver)
            throws IOException, McpException, InterruptedException {
        initialize.set(request);
        String[] id = {""};
        MessageSink sink = MessageSink.awaiting(request.id(), incoming, message -> {
                    if (message instanceof Response response && response.id().equals(request.id()))
                        session = new Session(
                                id[0],
                                response.result().string("protocolVersion").orElse(""));
                    receiver.accept(message);
                })
                .onHead(headers ->
                        id[0] = headers.firstValue(McpHeaders.SESSION_ID).orElse(""));
        Answer answer = post(request, Session.NONE, sink);
        if (!answer.isSuccess()) throw answer.refusal(codec);
    }

    private Answer post(JsonRpcMessage message, Session current, MessageSink sink)
            throws IOException, McpException, InterruptedException {
        Map<String, String> headers = new LinkedHashMap<>(settings.headers());
        headers.put("Content-Type", MediaTypes.JSON);
        headers.put("Accept", MediaTypes.JSON + ", " + SseEncoder.MEDIA_TYPE);
        headers.putAll(current.headers());
        HttpCall call = HttpCall.post(settings.endpoint(), headers, codec.write(message), Responses.operation(message))
                .by(departureOf(message));
        Answer answer = repeating.call(call, sink, Methods.isRepeatable(message));
        if (answer.isSuccess() && message instanceof Request) finish(answer, current, sink);
        return answer;
    }

    private Departure departureOf(JsonRpcMessage message) {
        return message instanceof Request request
                ? departures.getOrDefault(request.id(), new Departure())
                : new Departure();
    }

    private void finish(Answer answer, Session current, MessageSink sink)
            throws IOException, McpException, InterruptedException {
        if (answer.body() instanceof Events events) {
            new Resumption(caller, codec, backoff(), pauses, after -> get(current, after)).run(events, sink);
            return;
        }
        sink.whole(answer);
        if (!sink.answered()) throw new IOException("the answer holds no response to the request");
    }

    /** Returns when the stream is asked for: what a server asks in the course of the first call may come by it only. */
    private void listen() throws InterruptedException {
        Session current = session;
        Departure asked = new Departure();
        ServerStream stream = new ServerStream(
                caller,
                backoff(),
                pauses,
                System::nanoTime,
                after -> get(current, after).by(asked));
        MessageSink sink = MessageSink.endless(incoming, listener::onMessage);
        tasks.background(() -> {
            if (session.equals(current) && stream.run(sink)) renew(current);
        });
        asked.awaitFirst(LONGEST_LISTEN);
    }

    /** A stream stays with its session: the event ids of one mean nothing in the next, which has a stream of its own. */
    private HttpCall get(Session current, String resumeAfter) {
        Map<String, String> headers = new LinkedHashMap<>(settings.headers());
        headers.put("Accept", SseEncoder.MEDIA_TYPE);
        headers.putAll(current.headers());
        if (!resumeAfter.isEmpty()) headers.put(McpHeaders.LAST_EVENT_ID, resumeAfter);
        return HttpCall.get(settings.endpoint(), headers, resumeAfter);
    }

    /** One renewal for all messages that found the session gone; the others wait for it and try again. */
    private void renew(Session stale) throws IOException, McpException, InterruptedException {
        CompletableFuture<Void> mine = new CompletableFuture<>();
        CompletableFuture<Void> running = renewal.compareAndExchange(null, mine);
        if (running != null) {
            awaitQuietly(running);
            return;
        }
        try {
            if (session.equals(stale)) initializeAgain();
        } finally {
            renewal.set(null);
            mine.complete(null);
        }
    }

    private void initializeAgain() throws IOException, McpException, InterruptedException {
        Request first = initialize.get();
        if (first == null) return;
        AtomicReference<@Nullable JsonRpcMessage> response = new AtomicReference<>();
        initialize(Responses.withId(first, RENEWAL), response::set);
        if (response.get() instanceof ErrorResponse refused) throw new McpErrorException(refused.error());
        exchange(new Notification(Methods.INITIALIZED, Json.NULL));
        listener.onRenewed();
    }

    private Backoff backoff() {
        return new Backoff(settings.reconnection());
    }

    private static void awaitQuietly(CompletionStage<Void> stage) throws InterruptedException {
        try {
            stage.toCompletableFuture().get();
        } catch (ExecutionException reportedToItsSender) {
            // What failed there need not fail here.
        }
    }

    /** Connections rarely outlive a sleep, and nothing tells that they did not. */
    @Override
    public void wake() {
        caller.cancelGets();
        pauses.wake();
    }

    @Override
    public void close() {
        if (!pauses.end()) return;
        tasks.close();
        caller.close();
        Session last = session;
        session = Session.NONE;
        if (last.hasId()) delete(last);
    }

    private void delete(Session last) {
        Map<String, String> headers = new LinkedHashMap<>(settings.headers());
        headers.putAll(last.headers());
        try {
            // Best effort: a server may refuse this with 405, and ends the session by itself later.
            HttpCall delete = HttpCall.delete(settings.endpoint(), headers).within(CLOSE_TIMEOUT);
            try {
                caller.call(delete, EventSink.NONE);
            } catch (ExchangeFailedException brokenByTheStreamsThatJustEnded) {
                caller.call(delete, EventSink.NONE);
            }
        } catch (IOException alreadyGone) {
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
