package dev.mcpoauth.transport.server;

import dev.mcpoauth.transport.json.Json;
import dev.mcpoauth.transport.json.JsonException;

/**
 * What a tool does. May block. Called concurrently. May be called again with the same arguments when it asked the client
 * something, see {@link CallContext#ask}.
 */
@FunctionalInterface
public interface ToolHandler {

    /**
     * Runs the tool.
     *
     * @param arguments an object that is valid against the tool's input schema
     * @throws ToolException to tell the model in plain words what went wrong
     * @throws Exception anything else reaches the client as a generic failure with a correlation id, and the log with
     *     its cause
     */
    ToolResult call(Json arguments, CallContext context) throws Exception;

    /**
     * A handler whose arguments arrive as a record; its schema is best {@linkplain ToolDefinition.Builder#inputSchema(Class)
     * derived from the same record}. With a schema of your own, a component that the schema does not require should be an
     * {@code Optional}, or it may be null.
     */
    static <A extends Record> ToolHandler typed(Class<A> type, TypedToolHandler<A> handler) {
        return (arguments, context) -> {
            A typed;
            try {
                typed = arguments.as(type);
            } catch (JsonException e) {
                throw new ToolException("Invalid arguments", e);
            }
            return handler.call(typed, context);
        };
    }
}
