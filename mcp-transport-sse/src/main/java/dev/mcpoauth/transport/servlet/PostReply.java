package dev.mcpoauth.transport.servlet;

import dev.mcpoauth.transport.internal.serving.Reply;
import dev.mcpoauth.transport.json.Json;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The answer to one POST: a JSON body if nothing precedes the responses, else a stream. Which of the two is decided by
 * the first message, or by the first heartbeat, so that a client that vanished is noticed. Thread-safe.
 */
final class PostReply implements Reply {

    private final HttpServletResponse http;
    private final Outbound outbound;
    private final MessageStream stream;
    private final Duration retry;
    private final boolean batch;
    private final Consumer<PostReply> whenDone;
    private final List<JsonRpcMessage> responses = new ArrayList<>();
    private int expected;
    private int status = HttpServletResponse.SC_OK;
    private boolean streaming;

    PostReply(
            HttpServletResponse http,
            Outbound outbound,
            MessageStream stream,
            Duration retry,
            int expected,
            boolean batch,
            Consumer<PostReply> whenDone) {
        this.http = http;
        this.outbound = outbound;
        this.stream = stream;
        this.retry = retry;
        this.expected = expected;
        this.batch = batch;
        this.whenDone = whenDone;
    }

    @Override
    public synchronized void send(JsonRpcMessage message) {
        beginStream();
        stream.send(message);
    }

    @Override
    public synchronized void respond(JsonRpcMessage response, int httpStatus) {
        expected--;
        if (streaming) {
            stream.send(response);
            if (expected == 0) endStream();
            return;
        }
        responses.add(response);
        status = httpStatus;
        if (expected == 0) writeJson();
    }

    @Override
    public synchronized void skip() {
        expected--;
        if (expected > 0) return;
        if (!streaming && !responses.isEmpty()) {
            writeJson();
            return;
        }
        beginStream();
        endStream();
    }

    private void endStream() {
        stream.end();
        whenDone.accept(this);
    }

    @Override
    public synchronized void release(Duration when) {
        beginStream();
        stream.release(when);
    }

    synchronized void heartbeat() {
        if (expected == 0) return;
        if (streaming) stream.heartbeat();
        else beginStream();
    }

    private void beginStream() {
        if (streaming) return;
        streaming = true;
        outbound.head(() -> Headers.eventStream(http));
        stream.attach(outbound, retry);
        responses.forEach(stream::send);
        responses.clear();
    }

    private void writeJson() {
        Json json = batch
                ? Json.array(responses.stream().map(JsonRpcMessage::toJson).toList())
                : responses.get(0).toJson();
        byte[] body = json.toBytes();
        outbound.head(() -> {
            http.setStatus(status);
            Headers.json(http);
            // Or a container that gives up on it might make it look whole.
            http.setContentLengthLong(body.length);
        });
        outbound.write(body);
        outbound.finish();
        whenDone.accept(this);
    }
}
