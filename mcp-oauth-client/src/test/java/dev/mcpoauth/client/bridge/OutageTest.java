package dev.mcpoauth.client.bridge;

import static dev.mcpoauth.client.bridge.ScriptedHost.stamped;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpoauth.transport.ProtocolVersion.Era;
import dev.mcpoauth.transport.client.http.HttpTransport;
import dev.mcpoauth.transport.client.http.Reconnection;
import dev.mcpoauth.transport.client.http.Retries;
import dev.mcpoauth.transport.json.Json;
import dev.mcpoauth.transport.server.McpServer;
import dev.mcpoauth.transport.server.ToolDefinition;
import dev.mcpoauth.transport.server.ToolResult;
import dev.mcpoauth.transport.servlet.McpServlet;
import dev.mcpoauth.transport.servlet.McpServletSettings;
import java.net.URI;
import java.time.Duration;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A server that goes away and comes back")
class OutageTest {
    private Server jetty = new Server();
    private int port;

    private void start() throws Exception {
        jetty = new Server();
        ServerConnector connector = new ServerConnector(jetty);
        connector.setHost("127.0.0.1");
        connector.setPort(port);
        connector.setReuseAddress(true);
        jetty.addConnector(connector);
        McpServer application = McpServer.builder("peer", "1")
                .tool(ToolDefinition.builder("work").build(), (arguments, context) -> ToolResult.text("worked"))
                .build();
        ServletHolder holder = new ServletHolder(new McpServlet(
                application,
                McpServletSettings.builder().heartbeat(Duration.ofMillis(200)).build()));
        holder.setAsyncSupported(true);
        ServletContextHandler context = new ServletContextHandler();
        context.addServlet(holder, "/mcp");
        jetty.setHandler(context);
        jetty.start();
        port = connector.getLocalPort();
    }

    @AfterEach
    void stop() throws Exception {
        jetty.stop();
    }

    private Bridge.Builder bridge(Era era) {
        Duration quick = Duration.ofMillis(20);
        return Bridge.to(expected -> HttpTransport.to(URI.create("http://127.0.0.1:" + port + "/mcp"))
                .era(era)
                .retries(new Retries(Duration.ofMinutes(1), quick, quick))
                .reconnection(new Reconnection(Integer.MAX_VALUE, quick, quick))
                .build());
    }

    @ParameterizedTest
    @CsvSource({"SESSION, false", "STATELESS, false", "SESSION, true", "STATELESS, true"})
    void isNoticedByTheHostAsADelayOnly(Era era, boolean statelessHost) throws Exception {
        start();
        try (ScriptedHost host = ScriptedHost.of(bridge(era))) {
            if (!statelessHost) {
                host.initialize();
            }
            host.request(1, "tools/call", params(statelessHost));
            host.result(1);
            for (int outage = 2; outage < 6; outage += 2) {
                jetty.stop();
                host.request(outage, "tools/list", statelessHost ? stamped(Json.EMPTY_OBJECT) : Json.EMPTY_OBJECT);
                host.request(outage + 1, "tools/call", params(statelessHost));
                start();
                host.result(outage);
                assertThat(host.result(outage + 1).has("content")).isTrue();
            }
        }
    }

    @Test
    void mayHaveOtherToolsWhenItIsBack() throws Exception {
        start();
        try (ScriptedHost host = ScriptedHost.of(bridge(Era.SESSION))) {
            host.initialize();
            host.request(1, "tools/list", Json.EMPTY_OBJECT);
            host.result(1);
            jetty.stop();
            start();
            host.request(2, "tools/list", Json.EMPTY_OBJECT);
            host.result(2);
            host.named("notifications/tools/list_changed");
        }
    }

    @ParameterizedTest
    @CsvSource({"SESSION", "STATELESS"})
    void mayBeAwayWhenTheHostStarts(Era era) throws Exception {
        start();
        jetty.stop();
        try (ScriptedHost host = ScriptedHost.of(
                bridge(era).limits(BridgeLimits.DEFAULT.withWaits(Duration.ofMillis(50), Duration.ofMinutes(1))))) {
            host.initialize();
            host.request(1, "tools/list", Json.NULL);
            start();
            assertThat(host.result(1).has("tools")).isTrue();
        }
    }

    private static Json params(boolean stateless) {
        Json call = ScriptedHost.call("work", "{}");
        return stateless ? stamped(call) : call;
    }
}
