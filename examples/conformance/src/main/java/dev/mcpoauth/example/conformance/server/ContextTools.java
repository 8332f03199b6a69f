package dev.mcpoauth.example.conformance.server;

import static dev.mcpoauth.example.conformance.server.ContentTools.tool;

import dev.mcpoauth.transport.server.LogLevel;
import dev.mcpoauth.transport.server.McpServer;
import dev.mcpoauth.transport.server.ToolResult;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Tools that talk while they work. */
final class ContextTools {

    private static final int STEP_MILLIS = 50;

    private ContextTools() {}

    static void addTo(McpServer.Builder server) {
        server.tool(tool("test_tool_with_logging", "Logs while it works"), (arguments, context) -> {
            context.log(LogLevel.INFO, "Tool execution started");
            work(STEP_MILLIS);
            context.log(LogLevel.INFO, "Tool processing data");
            work(STEP_MILLIS);
            context.log(LogLevel.INFO, "Tool execution completed");
            return ToolResult.text("Logged three messages");
        });
        server.tool(tool("test_logging_tool", "Logs once"), (arguments, context) -> {
            context.log(LogLevel.INFO, "Logged by the tool");
            return ToolResult.text("Logged if the client asked for it");
        });
        server.tool(tool("test_tool_with_progress", "Reports progress while it works"), (arguments, context) -> {
            context.progress(0, 100, "Started");
            work(STEP_MILLIS);
            context.progress(50, 100, "Half way");
            work(STEP_MILLIS);
            context.progress(100, 100, "Done");
            return ToolResult.text("Reported progress");
        });
        server.tool(tool("test_reconnection", "Lets go of the connection before it answers"), (arguments, context) -> {
            context.releaseConnection(Duration.ofMillis(STEP_MILLIS));
            work(2 * STEP_MILLIS);
            return ToolResult.text("Answered after the connection was closed");
        });
    }

    private static void work(int millis) throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(millis);
    }
}
