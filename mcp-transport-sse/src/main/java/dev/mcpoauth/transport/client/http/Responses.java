package dev.mcpoauth.transport.client.http;

import dev.mcpoauth.transport.client.HttpRefusalException;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.ErrorResponse;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Request;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Response;
import dev.mcpoauth.transport.jsonrpc.RequestId;
import java.util.Optional;

/** Which message answers which. */
final class Responses {

    private Responses() {}

    static boolean isResponse(JsonRpcMessage message) {
        return message instanceof Response || message instanceof ErrorResponse;
    }

    static boolean answers(JsonRpcMessage message, RequestId id) {
        if (message instanceof Response response) return response.id().equals(id);
        return message instanceof ErrorResponse error && error.id().equals(id);
    }

    /** The same response for a request of another id. */
    static JsonRpcMessage withId(JsonRpcMessage response, RequestId id) {
        if (response instanceof Response success) return new Response(id, success.result());
        if (response instanceof ErrorResponse failure) return new ErrorResponse(id, failure.error());
        throw new IllegalArgumentException("not a response");
    }

    static Request withId(Request request, RequestId id) {
        return new Request(id, request.method(), request.params());
    }

    /** The error that answers a request whose exchange a refusal ended; none for refused authorization. */
    static Optional<JsonRpcMessage> errorOf(JsonRpcMessage message, HttpRefusalException refusal) {
        boolean authorization = refusal.status() == 401 || refusal.status() == 403;
        if (authorization || !(message instanceof Request request)) return Optional.empty();
        return refusal.error().map(error -> new ErrorResponse(request.id(), error));
    }

    /** What an authorizer is told about a message: the method, and what it is aimed at. */
    static String operation(JsonRpcMessage message) {
        if (message instanceof Request request) {
            return RequestTarget.of(request)
                    .map(name -> request.method() + " " + name)
                    .orElse(request.method());
        }
        return message instanceof JsonRpcMessage.Notification notification ? notification.method() : "";
    }
}
