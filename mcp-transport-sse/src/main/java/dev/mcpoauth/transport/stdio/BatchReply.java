package dev.mcpoauth.transport.stdio;

import dev.mcpoauth.transport.internal.serving.Reply;
import dev.mcpoauth.transport.json.Json;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Answers a batch by one array, once all its requests are served (JSON-RPC 2.0 §6). Thread-safe. */
final class BatchReply implements Reply {

    private final Outbox outbox;
    private final List<Json> responses = new ArrayList<>();
    private long expected;

    BatchReply(Outbox outbox, long requests) {
        this.outbox = outbox;
        this.expected = requests;
    }

    @Override
    public void send(JsonRpcMessage message) {
        outbox.put(message.toJson());
    }

    @Override
    public void respond(JsonRpcMessage response, int httpStatus) {
        done(List.of(response.toJson()));
    }

    @Override
    public void skip() {
        done(List.of());
    }

    private void done(List<Json> response) {
        List<Json> all;
        synchronized (this) {
            responses.addAll(response);
            if (--expected > 0) return;
            all = List.copyOf(responses);
        }
        if (!all.isEmpty()) outbox.put(Json.array(all));
    }

    @Override
    public void release(Duration when) {
        // There is no connection to let go of.
    }
}
