package dev.mcpoauth.example.sdk.peer;

import dev.mcpoauth.example.conformance.server.Everything;
import dev.mcpoauth.transport.server.McpServer;
import dev.mcpoauth.transport.servlet.McpServlet;
import dev.mcpoauth.transport.servlet.McpServletSettings;
import java.net.URI;
import java.util.stream.Stream;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

@DisplayName("The official Java SDK's client against our servlet")
@Timeout(60)
class SdkClientTest {

    private final Server jetty = new Server();
    private final McpServer application = Everything.server();
    private URI endpoint;

    @BeforeEach
    void start() throws Exception {
        ServerConnector connector = new ServerConnector(jetty);
        connector.setHost("127.0.0.1");
        jetty.addConnector(connector);
        ServletContextHandler context = new ServletContextHandler();
        McpServletSettings settings = McpServletSettings.builder().serveSseEra().build();
        new McpServlet(application, settings).mount(context.getServletContext(), "/mcp");
        jetty.setHandler(context);
        jetty.start();
        endpoint = URI.create("http://127.0.0.1:" + connector.getLocalPort() + "/mcp");
    }

    @AfterEach
    void stop() throws Exception {
        jetty.stop();
        application.close();
    }

    @TestFactory
    Stream<DynamicNode> streamable() {
        return Stream.of("2025-03-26", "2025-06-18", "2025-11-25")
                .map(version -> PeerTests.of(version, SdkClient.streamable(endpoint, version)));
    }

    @TestFactory
    DynamicNode sse() {
        return PeerTests.of("2024-11-05", SdkClient.sse(endpoint));
    }
}
