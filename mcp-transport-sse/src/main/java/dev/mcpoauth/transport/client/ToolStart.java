package dev.mcpoauth.transport.client;

/** What a tool call that was not waited for has come to. */
public sealed interface ToolStart {

    /**
     * The result is here already: the server did not make a task of the call.
     *
     * @param result what the tool answered
     */
    record Finished(ToolResult result) implements ToolStart {}

    /**
     * The call goes on as a task.
     *
     * @param task to look at, wait for or cancel
     */
    record Started(McpTask task) implements ToolStart {}
}
