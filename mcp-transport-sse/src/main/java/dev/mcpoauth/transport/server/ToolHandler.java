package dev.mcpoauth.transport.server;

import dev.mcpoauth.transport.json.Json;

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
}
