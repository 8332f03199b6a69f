package dev.mcpoauth.example.conformance.server;

import static dev.mcpoauth.example.conformance.server.ContentTools.tool;

import dev.mcpoauth.transport.server.CallContext;
import dev.mcpoauth.transport.server.McpServer;
import dev.mcpoauth.transport.server.ToolResult;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A tool that takes long, and one that tells how often the first was cancelled. */
final class WaitTools {

    private static final int LONG_SECONDS = 60;

    private WaitTools() {}

    static void addTo(McpServer.Builder server) {
        AtomicInteger cancelled = new AtomicInteger();
        server.tool(tool("test_wait", "Waits for a minute, unless it is cancelled"), (arguments, context) -> {
            waitFor(context, cancelled);
            return ToolResult.text("Waited");
        });
        server.tool(
                tool("test_cancelled", "Tells how often test_wait was cancelled"),
                (arguments, context) -> ToolResult.text(cancelled.toString()));
    }

    private static void waitFor(CallContext context, AtomicInteger cancelled) throws InterruptedException {
        try {
            TimeUnit.SECONDS.sleep(LONG_SECONDS);
        } catch (InterruptedException e) {
            if (context.cancelled()) cancelled.incrementAndGet();
            throw e;
        }
    }
}
