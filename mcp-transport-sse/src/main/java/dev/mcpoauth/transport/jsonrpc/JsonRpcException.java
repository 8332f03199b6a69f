package dev.mcpoauth.transport.jsonrpc;

import dev.mcpoauth.transport.json.Json;

/** A refusal that the peer sees as an error response. The message is safe to show. */
public class JsonRpcException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // never serialized; exceptions are only by inheritance
    private final transient JsonRpcError error;

    private final transient RequestId id;

    /** A refusal of the request with this id; {@link RequestId#UNKNOWN} where it is added later or cannot be read. */
    public JsonRpcException(RequestId id, JsonRpcError error) {
        super(error.message());
        this.error = error;
        this.id = id;
    }

    /** A refusal without an id. */
    public JsonRpcException(int code, String message) {
        this(RequestId.UNKNOWN, new JsonRpcError(code, message));
    }

    /** A refusal without an id, with data. */
    public JsonRpcException(int code, String message, Json data) {
        this(RequestId.UNKNOWN, new JsonRpcError(code, message, data));
    }

    /** What the peer sees. */
    public JsonRpcError error() {
        return error;
    }

    /** The refused request. */
    public RequestId id() {
        return id;
    }
}
