package dev.mcpoauth.transport.client.http;

import dev.mcpoauth.transport.ProtocolVersion.Era;
import dev.mcpoauth.transport.client.ClientProfile;
import dev.mcpoauth.transport.client.ClientTransport;
import dev.mcpoauth.transport.client.McpException;
import dev.mcpoauth.transport.client.ProtocolViolationException;
import dev.mcpoauth.transport.jsonrpc.JsonRpcCodec;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage;
import dev.mcpoauth.transport.sse.SseEncoder;
import dev.mcpoauth.transport.sse.SseEvent;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * HTTP+SSE of 2024-11-05: one GET stream for everything that the server says, and an endpoint for POST that its first
 * event names. Deprecated since 2025-03-26; kept for servers that speak nothing newer.
 */
final class SseTransport implements ClientTransport {

    private static final String ENDPOINT = "endpoint";

    private final HttpSettings settings;
    private final HttpCaller caller;
    private final JsonRpcCodec codec;
    private final Incoming incoming;
    private final Tasks tasks = new Tasks();
    private final ListenerSlot listener = new ListenerSlot();
    private final CompletableFuture<URI> endpoint = new CompletableFuture<>();
    private volatile boolean closed;

    SseTransport(HttpSettings settings) {
        this.settings = settings;
        this.caller = new HttpCaller(settings);
        this.codec = settings.codec();
        this.incoming = new Incoming(codec);
    }

    @Override
    public Opened open(ClientProfile profile, Listener receiver)
            throws IOException, McpException, InterruptedException {
        listener.set(receiver);
        tasks.background(this::read);
        try {
            endpoint.get(settings.openTimeout().toMillis(), TimeUnit.MILLISECONDS);
            return new Opened(Era.SSE);
        } catch (ExecutionException e) {
            close();
            if (e.getCause() instanceof McpException refusal) throw refusal;
            throw new IOException("the event stream could not be opened", e.getCause());
        } catch (TimeoutException e) {
            close();
            throw new HttpTimeoutException("no endpoint event within " + settings.openTimeout());
        }
    }

    private void read() throws InterruptedException {
        Map<String, String> headers = new LinkedHashMap<>(settings.headers());
        headers.put("Accept", SseEncoder.MEDIA_TYPE);
        IOException cause;
        try {
            Answer answer = caller.call(HttpCall.get(settings.endpoint(), headers, ""), this::event);
            cause = new IOException("the server has closed the event stream");
            endpoint.completeExceptionally(answer.body() instanceof AnswerBody.Events ? cause : answer.refusal(codec));
        } catch (IOException e) {
            cause = e;
            endpoint.completeExceptionally(e);
        }
        if (!closed && !endpoint.isCompletedExceptionally()) listener.onClosed(cause);
    }

    private boolean event(SseEvent event) {
        if (event.type().equals(ENDPOINT)) return !accept(event.data());
        incoming.read(event).forEach(listener::onMessage);
        return false;
    }

    /** Messages carry credentials, so they go to no other origin than the one that the user named. */
    private boolean accept(String reference) {
        try {
            URI uri = settings.endpoint().resolve(reference);
            if (Origins.isHttp(uri) && Origins.same(uri, settings.endpoint())) {
                endpoint.complete(uri);
                return true;
            }
        } catch (IllegalArgumentException notAUri) {
            // Refused like a foreign one.
        }
        endpoint.completeExceptionally(new ProtocolViolationException("the endpoint event names another origin"));
        return false;
    }

    @Override
    public CompletionStage<Void> send(JsonRpcMessage message) {
        return tasks.run(message, () -> post(message));
    }

    private void post(JsonRpcMessage message) throws IOException, McpException, InterruptedException {
        Map<String, String> headers = new LinkedHashMap<>(settings.headers());
        headers.put("Content-Type", MediaTypes.JSON);
        HttpCall call = HttpCall.post(endpoint.join(), headers, codec.write(message), Responses.operation(message));
        Answer answer = caller.call(call, EventSink.NONE);
        if (!answer.isSuccess()) throw answer.refusal(codec);
    }

    /** There is no stream to resume and nothing that waits to try again. */
    @Override
    public void wake() {
        // The one stream of this era cannot be resumed.
    }

    @Override
    public void close() {
        closed = true;
        tasks.close();
        caller.close();
    }
}
