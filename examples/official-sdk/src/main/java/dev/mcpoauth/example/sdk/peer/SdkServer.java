package dev.mcpoauth.example.sdk.peer;

import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpServerFeatures.SyncToolSpecification;
import io.modelcontextprotocol.server.McpSyncServer;
import io.modelcontextprotocol.server.transport.HttpServletSseServerTransportProvider;
import io.modelcontextprotocol.server.transport.HttpServletStatelessServerTransport;
import io.modelcontextprotocol.server.transport.HttpServletStreamableServerTransportProvider;
import io.modelcontextprotocol.server.transport.StdioServerTransportProvider;
import io.modelcontextprotocol.spec.McpSchema.ResourcesUpdatedNotification;
import io.modelcontextprotocol.spec.McpSchema.ServerCapabilities;
import io.modelcontextprotocol.spec.McpServerTransportProvider;
import io.modelcontextprotocol.spec.McpStatelessServerTransport;
import io.modelcontextprotocol.spec.McpStreamableServerTransportProvider;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.http.HttpServlet;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.component.LifeCycle;

/**
 * The official Java SDK's server, of one revision: with sessions at {@code /mcp}, without at {@code /stateless}, and of the
 * SSE era at {@code /sse}.
 */
final class SdkServer implements AutoCloseable {

    private static final String MCP = "/mcp";
    private static final String STATELESS = "/stateless";
    private static final String SSE = "/sse";
    private static final String MESSAGES = "/messages";

    private final Server jetty;
    private final URI origin;

    private SdkServer(Server jetty, URI origin) {
        this.jetty = jetty;
        this.origin = origin;
    }

    /**
     * Serves on a port of 127.0.0.1.
     *
     * @param port 0 for any free one
     */
    static SdkServer start(int port, String version) throws Exception {
        Server jetty = new Server();
        ServerConnector connector = new ServerConnector(jetty);
        connector.setHost("127.0.0.1");
        connector.setPort(port);
        jetty.addConnector(connector);
        ServletContextHandler context = new ServletContextHandler();
        ServletContext servlets = context.getServletContext();
        mount(servlets, streamable(version), MCP);
        mount(servlets, stateless(version), STATELESS);
        mount(servlets, sse(version), SSE, MESSAGES);
        SessionsServlet.mount(servlets, MCP);
        jetty.setHandler(context);
        jetty.setStopAtShutdown(true);
        jetty.start();
        return new SdkServer(jetty, URI.create("http://127.0.0.1:" + connector.getLocalPort()));
    }

    /** Serves the client that started this process. */
    static void serveStdio() {
        serve(McpServer.sync(new StdioServerTransportProvider(McpJsonDefaults.getMapper())));
    }

    private static void mount(ServletContext context, HttpServlet servlet, String... paths) {
        ServletRegistration.Dynamic registration = context.addServlet(paths[0], servlet);
        registration.setAsyncSupported(true);
        registration.addMapping(paths);
    }

    private static HttpServlet streamable(String version) {
        var transport = HttpServletStreamableServerTransportProvider.builder()
                .mcpEndpoint(MCP)
                .build();
        serve(McpServer.sync(Versioned.of(McpStreamableServerTransportProvider.class, transport, version)));
        return transport;
    }

    @SuppressWarnings("deprecation")
    private static HttpServlet sse(String version) {
        var transport = HttpServletSseServerTransportProvider.builder()
                .sseEndpoint(SSE)
                .messageEndpoint(MESSAGES)
                .build();
        serve(McpServer.sync(Versioned.of(McpServerTransportProvider.class, transport, version)));
        return transport;
    }

    private static HttpServlet stateless(String version) {
        var transport = HttpServletStatelessServerTransport.builder()
                .messageEndpoint(STATELESS)
                .build();
        McpServer.StatelessSyncSpecification server = McpServer.sync(
                        Versioned.of(McpStatelessServerTransport.class, transport, version))
                .serverInfo("java-sdk", "2.1.0")
                .capabilities(ServerCapabilities.builder()
                        .tools(false)
                        .resources(false, false)
                        .prompts(false)
                        .completions()
                        .build());
        PeerTools.addTo(server);
        PeerContent.addTo(server);
        server.build();
        return transport;
    }

    private static void serve(McpServer.SyncSpecification<?> specification) {
        CompletableFuture<McpSyncServer> server = new CompletableFuture<>();
        specification
                .serverInfo("java-sdk", "2.1.0")
                .capabilities(ServerCapabilities.builder()
                        .tools(true)
                        .resources(true, true)
                        .prompts(true)
                        .completions()
                        .logging()
                        .build());
        PeerTools.addTo(specification);
        PeerContent.addTo(specification);
        specification.toolCall(PeerTools.tool("test_trigger_tool_change"), (exchange, call) -> {
            server.join()
                    .addTool(new SyncToolSpecification(
                            PeerTools.tool("passing_tool"), (at, none) -> PeerTools.text("Still here")));
            server.join().removeTool("passing_tool");
            return PeerTools.text("Changed the list of tools");
        });
        specification.toolCall(PeerTools.tool("test_touch_resource"), (exchange, call) -> {
            server.join().notifyResourcesUpdated(new ResourcesUpdatedNotification(PeerContent.WATCHED));
            return PeerTools.text("Changed the resource");
        });
        server.complete(specification.build());
    }

    /** With sessions. */
    URI mcp() {
        return origin.resolve(MCP);
    }

    /** Without. */
    URI stateless() {
        return origin.resolve(STATELESS);
    }

    /** Of the SSE era. */
    URI sse() {
        return origin.resolve(SSE);
    }

    @Override
    public void close() {
        LifeCycle.stop(jetty);
    }
}
