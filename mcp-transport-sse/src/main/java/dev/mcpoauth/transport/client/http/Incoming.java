package dev.mcpoauth.transport.client.http;

import dev.mcpoauth.transport.json.Json;
import dev.mcpoauth.transport.jsonrpc.JsonRpcCodec;
import dev.mcpoauth.transport.jsonrpc.JsonRpcException;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage;
import dev.mcpoauth.transport.sse.SseEvent;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads what a server sent; what is no message is dropped with a warning, because it answers nothing. */
final class Incoming {

    private static final Logger log = LoggerFactory.getLogger(Incoming.class);

    private final JsonRpcCodec codec;

    Incoming(JsonRpcCodec codec) {
        this.codec = codec;
    }

    /** The messages of an event; none for priming events and for types that the protocol does not define. */
    List<JsonRpcMessage> read(SseEvent event) {
        if (!event.type().equals(SseEvent.MESSAGE) || event.data().isEmpty()) return List.of();
        return read(event.data().getBytes(StandardCharsets.UTF_8));
    }

    /** The messages of a JSON body: one, or the elements of a batch (2025-03-26). */
    List<JsonRpcMessage> read(byte[] body) {
        try {
            Json json = codec.readJson(body);
            return json.isArray() ? JsonRpcCodec.batch(json) : List.of(JsonRpcMessage.parse(json));
        } catch (JsonRpcException e) {
            log.warn("The server sent something that is no JSON-RPC message: {}", e.getMessage());
            return List.of();
        }
    }
}
