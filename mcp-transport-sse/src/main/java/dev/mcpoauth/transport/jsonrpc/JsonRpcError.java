package dev.mcpoauth.transport.jsonrpc;

import dev.mcpoauth.transport.json.Json;

/**
 * The error object of JSON-RPC 2.0 §5.1.
 *
 * @param code see {@link ErrorCode}
 * @param message a short text that is safe to show
 * @param data more about it; {@link Json#NULL} when there is nothing
 */
public record JsonRpcError(int code, String message, Json data) {

    /** An error without data. */
    public JsonRpcError(int code, String message) {
        this(code, message, Json.NULL);
    }

    /** The object on the wire. */
    public Json toJson() {
        Json.Builder error = Json.object().put("code", code).put("message", message);
        if (!data.isNull()) error.put("data", data);
        return error.build();
    }
}
