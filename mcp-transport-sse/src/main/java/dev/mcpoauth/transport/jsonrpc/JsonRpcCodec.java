package dev.mcpoauth.transport.jsonrpc;

import dev.mcpoauth.transport.json.Json;
import dev.mcpoauth.transport.json.JsonException;
import dev.mcpoauth.transport.json.JsonReader;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Reads and writes messages as text. Immutable and thread-safe. */
public final class JsonRpcCodec {

    /** Reads with {@link JsonReader#DEFAULT}. */
    public static final JsonRpcCodec DEFAULT = new JsonRpcCodec(JsonReader.DEFAULT);

    private final JsonReader reader;

    /** A codec that reads within the limits of this reader. */
    public JsonRpcCodec(JsonReader reader) {
        this.reader = reader;
    }

    /**
     * Reads one message.
     *
     * @throws JsonRpcException with {@link ErrorCode#PARSE_ERROR} or {@link ErrorCode#INVALID_REQUEST}
     */
    public JsonRpcMessage read(byte[] utf8) {
        return JsonRpcMessage.parse(readJson(utf8));
    }

    /**
     * Reads one message.
     *
     * @throws JsonRpcException with {@link ErrorCode#PARSE_ERROR} or {@link ErrorCode#INVALID_REQUEST}
     */
    public JsonRpcMessage read(String text) {
        return read(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Reads JSON that may be one message or a batch; what it is decides the caller, because only 2025-03-26 has batches.
     *
     * @throws JsonRpcException with {@link ErrorCode#PARSE_ERROR}
     */
    public Json readJson(byte[] utf8) {
        try {
            return reader.read(utf8);
        } catch (JsonException e) {
            throw new JsonRpcException(ErrorCode.PARSE_ERROR, "Parse error: " + e.getMessage());
        }
    }

    /**
     * The messages of a batch (revision 2025-03-26 only; JSON-RPC 2.0 §6).
     *
     * @throws JsonRpcException with {@link ErrorCode#INVALID_REQUEST} if it is no array, empty, or holds something else
     *     than messages
     */
    public static List<JsonRpcMessage> batch(Json json) {
        if (!json.isArray() || json.size() == 0) {
            throw new JsonRpcException(ErrorCode.INVALID_REQUEST, "a batch is an array of at least one message");
        }
        return json.elements().stream().map(JsonRpcMessage::parse).toList();
    }

    /** The message as compact UTF-8 without line breaks. */
    public byte[] write(JsonRpcMessage message) {
        return message.toJson().toBytes();
    }
}
