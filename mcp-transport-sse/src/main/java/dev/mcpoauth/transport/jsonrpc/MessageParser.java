package dev.mcpoauth.transport.jsonrpc;

import dev.mcpoauth.transport.json.Json;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.ErrorResponse;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Notification;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Request;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Response;
import java.util.Optional;

/** Decides which kind of message a JSON object is; every object is at most one. */
final class MessageParser {

    private MessageParser() {}

    static JsonRpcMessage parse(Json json) {
        if (!json.isObject()) throw refuse(json, "a message is a JSON object");
        if (!json.string("jsonrpc").equals(Optional.of("2.0"))) throw refuse(json, "jsonrpc must be \"2.0\"");
        boolean method = json.has("method");
        boolean result = json.has("result");
        boolean error = json.has("error");
        if (method && !result && !error) return call(json);
        if (result && !method && !error)
            return new Response(requireId(json), json.get("result").orElseThrow());
        if (error && !method && !result) return failure(json);
        throw refuse(json, "a message has exactly one of method, result and error");
    }

    private static JsonRpcMessage call(Json json) {
        String method = json.string("method").orElseThrow(() -> refuse(json, "method must be a text"));
        Json params = json.get("params").orElse(Json.NULL);
        if (json.has("params") && !params.isObject()) throw refuse(json, "params must be an object");
        return json.has("id") ? new Request(requireId(json), method, params) : new Notification(method, params);
    }

    private static JsonRpcMessage failure(Json json) {
        Json error = json.get("error").orElseThrow();
        int code = error.get("code")
                .flatMap(Json::asLong)
                .filter(c -> c == c.intValue())
                .map(Long::intValue)
                .orElseThrow(() -> refuse(json, "error.code must be a whole number"));
        String message = error.string("message").orElseThrow(() -> refuse(json, "error.message must be a text"));
        boolean anonymous = !json.has("id") || json.get("id").orElseThrow().isNull();
        RequestId id = anonymous ? RequestId.UNKNOWN : requireId(json);
        return new ErrorResponse(
                id, new JsonRpcError(code, message, error.get("data").orElse(Json.NULL)));
    }

    private static RequestId requireId(Json json) {
        RequestId id = readableId(json);
        if (id.isUnknown()) throw refuse(json, "id must be a whole number or a text of reasonable length");
        return id;
    }

    private static RequestId readableId(Json json) {
        try {
            return json.get("id").map(RequestId::new).orElse(RequestId.UNKNOWN);
        } catch (IllegalArgumentException e) {
            return RequestId.UNKNOWN;
        }
    }

    private static JsonRpcException refuse(Json json, String message) {
        return new JsonRpcException(readableId(json), new JsonRpcError(ErrorCode.INVALID_REQUEST, message));
    }
}
