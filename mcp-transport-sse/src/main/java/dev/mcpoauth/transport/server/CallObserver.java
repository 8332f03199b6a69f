package dev.mcpoauth.transport.server;

import dev.mcpoauth.transport.ProtocolVersion;
import dev.mcpoauth.transport.json.Json;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Request;

/**
 * Stands beside each request that reaches an {@link McpServer} and whose method it knows, to measure how long that takes or
 * to trace it. Called on the thread that runs the handler: an implementation returns at once, is thread-safe and does not
 * throw.
 */
@FunctionalInterface
public interface CallObserver {

    /** Observes nothing. */
    CallObserver NONE = (operation, request) -> outcome -> {};

    /**
     * A request begins.
     *
     * @param request as the client sent it
     */
    Ended begins(Operation operation, Request request);

    /**
     * What is to be done, in texts of which there are a few whatever clients send.
     *
     * @param method a method that this server knows
     * @param target the tool or prompt, if there is one of that name; otherwise empty
     * @param version the revision by which it is served
     */
    record Operation(String method, String target, ProtocolVersion version) {}

    /** Hears of the end of one request. */
    @FunctionalInterface
    interface Ended {

        /** It ended like this. */
        void with(Outcome outcome);
    }

    /** How a request can end. */
    enum Outcome {
        /** With a result. */
        ANSWERED,
        /** With a result that says that the tool failed. */
        TOOL_ERROR,
        /** With questions to the client, which sends the request again with the answers (2026-07-28). */
        INPUT_REQUIRED,
        /** With a JSON-RPC error. */
        REFUSED,
        /** The client cancelled it. */
        CANCELLED,
        /** By an exception that nobody expected. */
        FAILED;

        static Outcome of(Json result) {
            if (result.get("isError").filter(Json.of(true)::equals).isPresent()) return TOOL_ERROR;
            return result.string("resultType").filter("input_required"::equals).isPresent() ? INPUT_REQUIRED : ANSWERED;
        }
    }
}
