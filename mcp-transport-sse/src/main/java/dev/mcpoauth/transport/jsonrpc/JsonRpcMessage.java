package dev.mcpoauth.transport.jsonrpc;

import dev.mcpoauth.transport.json.Json;

/** One JSON-RPC 2.0 message. */
public sealed interface JsonRpcMessage {

    /**
     * Reads a message strictly.
     *
     * @throws JsonRpcException with {@link ErrorCode#INVALID_REQUEST}, and the id where it can be read, if the value is
     *     not exactly one kind of message
     */
    static JsonRpcMessage parse(Json json) {
        return MessageParser.parse(json);
    }

    /** The message as JSON, {@code "jsonrpc":"2.0"} first. */
    Json toJson();

    /**
     * A call that expects an answer.
     *
     * @param params an object, or {@link Json#NULL} when there are none
     */
    record Request(RequestId id, String method, Json params) implements JsonRpcMessage {

        public Request {
            if (id.isUnknown()) throw new IllegalArgumentException("a request needs an id");
            requireObjectOrNull(params);
        }

        @Override
        public Json toJson() {
            return withParams(envelope().put("id", id.value()).put("method", method), params);
        }
    }

    /**
     * A call that expects none.
     *
     * @param params an object, or {@link Json#NULL} when there are none
     */
    record Notification(String method, Json params) implements JsonRpcMessage {

        public Notification {
            requireObjectOrNull(params);
        }

        @Override
        public Json toJson() {
            return withParams(envelope().put("method", method), params);
        }
    }

    /** The result of a request. MCP results are objects. */
    record Response(RequestId id, Json result) implements JsonRpcMessage {

        public Response {
            if (id.isUnknown()) throw new IllegalArgumentException("a response needs an id");
        }

        @Override
        public Json toJson() {
            return envelope().put("id", id.value()).put("result", result).build();
        }
    }

    /**
     * The failure of a request.
     *
     * @param id {@link RequestId#UNKNOWN} if the request's could not be read
     */
    record ErrorResponse(RequestId id, JsonRpcError error) implements JsonRpcMessage {

        @Override
        public Json toJson() {
            Json.Builder message = envelope();
            if (!id.isUnknown()) message.put("id", id.value());
            return message.put("error", error.toJson()).build();
        }
    }

    private static Json.Builder envelope() {
        return Json.object().put("jsonrpc", "2.0");
    }

    private static Json withParams(Json.Builder message, Json params) {
        return params.isNull() ? message.build() : message.put("params", params).build();
    }

    private static void requireObjectOrNull(Json params) {
        if (!params.isNull() && !params.isObject()) throw new IllegalArgumentException("params must be an object");
    }
}
