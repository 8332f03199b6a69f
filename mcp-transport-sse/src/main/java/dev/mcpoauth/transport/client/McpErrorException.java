package dev.mcpoauth.transport.client;

import dev.mcpoauth.transport.jsonrpc.JsonRpcError;

/** The server answered with a JSON-RPC error. */
public final class McpErrorException extends McpException {

    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // never serialized; exceptions are only by inheritance
    private final transient JsonRpcError error;

    /** Wraps the error of a response. */
    public McpErrorException(JsonRpcError error) {
        super("error " + error.code() + ": " + error.message());
        this.error = error;
    }

    /** What the server said. */
    public JsonRpcError error() {
        return error;
    }

    /** The error's code, see {@link dev.mcpoauth.transport.jsonrpc.ErrorCode}. */
    public int code() {
        return error.code();
    }
}
