package dev.mcpoauth.transport.client;

import dev.mcpoauth.transport.json.Json;
import dev.mcpoauth.transport.jsonrpc.ErrorCode;
import dev.mcpoauth.transport.jsonrpc.JsonRpcError;
import dev.mcpoauth.transport.jsonrpc.JsonRpcException;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.ErrorResponse;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Request;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Response;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the server may ask of this client, in either form of asking. */
final class ServerRequests {

    private static final Logger log = LoggerFactory.getLogger(ServerRequests.class);

    private final Map<String, InputHandler> handlers;

    ServerRequests(Map<String, InputHandler> handlers) {
        this.handlers = new LinkedHashMap<>(handlers);
        this.handlers.put("ping", params -> Json.EMPTY_OBJECT);
    }

    /** The answer to a request of the server (before 2026-07-28). */
    JsonRpcMessage answer(Request request) {
        InputHandler handler = handlers.get(request.method());
        if (handler == null) return error(request, new JsonRpcError(ErrorCode.METHOD_NOT_FOUND, "Method not found"));
        try {
            return new Response(request.id(), handler.answer(request.params()));
        } catch (JsonRpcException e) {
            return error(request, e.error());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return error(request, new JsonRpcError(ErrorCode.INTERNAL_ERROR, "The client is closing"));
        } catch (Exception e) {
            log.warn("The handler for {} failed", request.method(), e);
            return error(request, new JsonRpcError(ErrorCode.INTERNAL_ERROR, "Internal error"));
        }
    }

    /** The {@code inputResponses} for the {@code inputRequests} of a result (2026-07-28, "Multi Round-Trip Requests"). */
    Json answerAll(Json inputRequests) throws McpException, InterruptedException {
        Json.Builder responses = Json.object();
        for (Map.Entry<String, Json> entry : inputRequests.members().entrySet())
            responses.put(entry.getKey(), answerOne(entry.getValue()));
        return responses.build();
    }

    private Json answerOne(Json question) throws McpException, InterruptedException {
        InputHandler handler = handlers.get(question.string("method").orElse(""));
        if (handler == null) throw new ProtocolViolationException("the server asks for input that was never offered");
        try {
            return handler.answer(question.get("params").orElse(Json.NULL));
        } catch (JsonRpcException e) {
            throw new McpErrorException(e.error());
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            throw new InputFailedException(e);
        }
    }

    private static JsonRpcMessage error(Request request, JsonRpcError error) {
        return new ErrorResponse(request.id(), error);
    }
}
