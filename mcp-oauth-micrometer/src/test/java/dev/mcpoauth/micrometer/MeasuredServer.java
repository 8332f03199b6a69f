package dev.mcpoauth.micrometer;

import dev.mcpoauth.core.Scope;
import dev.mcpoauth.core.diagnostics.DiagnosticListener;
import dev.mcpoauth.core.diagnostics.Slf4jDiagnostics;
import dev.mcpoauth.core.store.memory.InMemoryOAuthStore;
import dev.mcpoauth.server.AuthorizationServer;
import dev.mcpoauth.server.login.Subject;
import dev.mcpoauth.server.resource.servlet.BearerFilter;
import dev.mcpoauth.server.servlet.AuthorizationServerServlet;
import dev.mcpoauth.server.settings.AuthorizationServerSettings;
import dev.mcpoauth.server.settings.ResourceSettings;
import dev.mcpoauth.transport.refusal.RefusalListener;
import dev.mcpoauth.transport.server.McpServer;
import dev.mcpoauth.transport.server.ToolDefinition;
import dev.mcpoauth.transport.server.ToolException;
import dev.mcpoauth.transport.server.ToolResult;
import dev.mcpoauth.transport.servlet.McpServlet;
import dev.mcpoauth.transport.servlet.McpServletSettings;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.component.LifeCycle;

/** A protected MCP server with its authorization server on a free port, all of it measured. */
final class MeasuredServer implements AutoCloseable {
    private static final Duration HEARTBEAT = Duration.ofMillis(200);

    final URI url;
    private final Server jetty;
    private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);

    MeasuredServer(MeterRegistry registry, ObservationRegistry observations) throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        String origin = "http://127.0.0.1:" + port;
        url = URI.create(origin + "/mcp");
        AuthorizationServer oauth = oauth(origin, registry, observations);
        McpServlet servlet = new McpServlet(
                mcp(registry, observations),
                McpServletSettings.builder()
                        .refusals(RefusalListener.of(RefusalListener.SLF4J, new RefusalMetrics(registry)))
                        .heartbeat(HEARTBEAT)
                        .build());
        new McpServletMetrics(servlet).bindTo(registry);
        ServletContextHandler context = new ServletContextHandler();
        context.addServletContainerInitializer((classes, web) -> {
            AuthorizationServerServlet.mount(web, oauth);
            new BearerFilter(oauth.protectedResource(url.toString())
                            .requests(new ObservedAccess(observations))
                            .build())
                    .mount(web, "/mcp");
            servlet.mount(web, "/mcp");
        });
        jetty = new Server(new InetSocketAddress("127.0.0.1", port));
        jetty.setHandler(context);
        jetty.start();
    }

    private AuthorizationServer oauth(String origin, MeterRegistry registry, ObservationRegistry observations) {
        return AuthorizationServer.builder(
                        AuthorizationServerSettings.builder()
                                .issuer(origin)
                                .resource(ResourceSettings.of(url.toString(), Scope.of("talk")))
                                .build(),
                        new InMemoryOAuthStore(),
                        (name, password) -> Optional.of(new Subject(name, name)))
                .diagnostics(DiagnosticListener.of(List.of(new Slf4jDiagnostics(), new DecisionMetrics(registry))))
                .requests(new ObservedRequests(observations))
                .clock(new MovedClock())
                .build();
    }

    private static McpServer mcp(MeterRegistry registry, ObservationRegistry observations) {
        return McpServer.builder("measured", "1")
                .tool(
                        ToolDefinition.builder("greet").description("Greets.").build(),
                        (arguments, call) -> ToolResult.text("Hello"))
                .tool(ToolDefinition.builder("fail").description("Fails.").build(), (arguments, call) -> {
                    throw new ToolException("as it always does");
                })
                .refusals(new RefusalMetrics(registry))
                .calls(new ObservedCalls(observations))
                .build();
    }

    Clock clock() {
        return new MovedClock();
    }

    /** Lets time pass for the authorization server and the tokens that it verifies. */
    void advance(Duration time) {
        ahead.updateAndGet(time::plus);
    }

    @Override
    public void close() {
        LifeCycle.stop(jetty);
    }

    private final class MovedClock extends Clock {
        @Override
        public Instant instant() {
            return Instant.now().plus(ahead.get());
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
