package dev.mcpoauth.example.benchmarks.peer;

import dev.mcpoauth.example.benchmarks.load.Container;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpSyncServer;
import io.modelcontextprotocol.server.transport.HttpServletStatelessServerTransport;
import io.modelcontextprotocol.server.transport.HttpServletStreamableServerTransportProvider;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.ServerCapabilities;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServlet;
import java.util.Map;

/**
 * The same tool as ours: at {@code /stateless} without sessions, at {@code /mcp} with. A GET of {@code /broadcast} tells all streams that the tools have
 * changed. {@code SdkServer PORT}.
 */
public final class SdkServer {
    private static final Tool ECHO = Tool.builder(
                    "echo", Map.of("type", "object", "properties", Map.of("text", Map.of("type", "string"))))
            .description("Says what it was told.")
            .build();

    private static final int THREADS = 100;

    private SdkServer() {}

    /** Serves until standard input ends. */
    public static void main(String[] args) throws Exception {
        var stateless = HttpServletStatelessServerTransport.builder()
                .messageEndpoint("/stateless")
                .build();
        McpServer.sync(stateless)
                .serverInfo("peer", "1")
                .capabilities(ServerCapabilities.builder().tools(false).build())
                .toolCall(ECHO, (context, call) -> echo(call))
                .build();
        var sessions = HttpServletStreamableServerTransportProvider.builder()
                .mcpEndpoint("/mcp")
                .build();
        McpSyncServer server = McpServer.sync(sessions)
                .serverInfo("peer", "1")
                .capabilities(ServerCapabilities.builder().tools(true).build())
                .toolCall(ECHO, (exchange, call) -> echo(call))
                .build();
        Container.serve(Integer.parseInt(args[0]), THREADS, web -> {
            mount(web, stateless, "/stateless");
            mount(web, sessions, "/mcp");
            Container.answer(web, "/broadcast", () -> {
                server.notifyToolsListChanged();
                return 1;
            });
        });
    }

    private static CallToolResult echo(CallToolRequest call) {
        return CallToolResult.builder()
                .addTextContent(String.valueOf(call.arguments().get("text")))
                .isError(false)
                .build();
    }

    private static void mount(ServletContext web, HttpServlet servlet, String path) {
        var registration = web.addServlet(path, servlet);
        registration.setAsyncSupported(true);
        registration.addMapping(path);
    }
}
