package dev.mcpoauth.server.persona;

import dev.mcpoauth.core.Scope;
import dev.mcpoauth.core.diagnostics.DiagnosticEvent;
import dev.mcpoauth.core.diagnostics.DiagnosticListener;
import dev.mcpoauth.core.diagnostics.Slf4jDiagnostics;
import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.core.store.OAuthStore;
import dev.mcpoauth.server.AuthorizationServer;
import dev.mcpoauth.server.fetch.DocumentResponse;
import dev.mcpoauth.server.login.Subject;
import dev.mcpoauth.server.resource.servlet.BearerFilter;
import dev.mcpoauth.server.servlet.AuthorizationServerServlet;
import dev.mcpoauth.server.settings.AuthorizationServerSettings;
import dev.mcpoauth.server.settings.ClientSettings;
import dev.mcpoauth.server.settings.ResourceSettings;
import dev.mcpoauth.server.settings.SettingsBuilder;
import dev.mcpoauth.server.settings.Tolerance;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** Authorization server and protected resource in one container, on a free port, for one conversation. */
final class PersonaServer implements AutoCloseable {
    static final String NAME = "alice";
    static final String PASSWORD = "wonderland & more";

    private final Server jetty = new Server();
    private final Map<String, String> published = new ConcurrentHashMap<>();
    private final List<DiagnosticEvent> events = new CopyOnWriteArrayList<>();
    private final String origin;
    private volatile Duration ahead = Duration.ZERO;

    PersonaServer(OAuthStore store, List<String> registered, Optional<Tolerance> tolerance) throws Exception {
        ServerConnector connector = new ServerConnector(jetty);
        connector.setHost("localhost");
        connector.open();
        jetty.addConnector(connector);
        origin = "http://localhost:" + connector.getLocalPort();
        AuthorizationServer server = AuthorizationServer.builder(
                        settings(origin, registered, tolerance), store, PersonaServer::account)
                .clock(new Ahead())
                .diagnostics(DiagnosticListener.of(List.<DiagnosticListener>of(events::add, new Slf4jDiagnostics())))
                .documents((url, etag) -> fetch(url))
                .build();
        ServletContextHandler context = new ServletContextHandler("/");
        context.addServlet(new ServletHolder(new Mcp()), "/mcp");
        context.addServletContainerInitializer((classes, web) -> {
            AuthorizationServerServlet.mount(web, server);
            new BearerFilter(server.protectedResource(origin + "/mcp").build()).mount(web, "/mcp");
        });
        jetty.setHandler(context);
        jetty.start();
    }

    private static AuthorizationServerSettings settings(
            String origin, List<String> registered, Optional<Tolerance> tolerance) {
        SettingsBuilder settings = AuthorizationServerSettings.builder()
                .issuer(origin)
                .resource(ResourceSettings.of(origin + "/mcp", Scope.of("db:read", "db:write"))
                        .withDefaultScopes(Scope.of("db:read")))
                .deviceAuthorization(true);
        registered.forEach(client -> settings.client(ClientSettings.parse(JsonObject.parse(client))));
        tolerance.ifPresent(settings::tolerate);
        return settings.build();
    }

    private static Optional<Subject> account(String name, String password) {
        return name.equals(NAME) && password.equals(PASSWORD)
                ? Optional.of(new Subject("alice-id", "Alice"))
                : Optional.empty();
    }

    private DocumentResponse fetch(URI url) throws IOException {
        String text = published.get(url.toString());
        if (text == null) {
            throw new IOException("no route to host");
        }
        return DocumentResponse.of(
                200, Map.of("Content-Type", "application/json"), text.getBytes(StandardCharsets.UTF_8));
    }

    String origin() {
        return origin;
    }

    Instant now() {
        return Instant.now().plus(ahead);
    }

    void advance(Duration time) {
        ahead = ahead.plus(time);
    }

    void publish(String url, String document) {
        published.put(url, document);
    }

    int decisions() {
        return events.size();
    }

    List<String> reasonsFrom(int decision) {
        return events.subList(decision, events.size()).stream()
                .map(event -> event.reason().id())
                .toList();
    }

    @Override
    public void close() throws IOException {
        try {
            jetty.stop();
        } catch (Exception e) {
            throw new IOException("the container does not stop", e);
        }
    }

    /** Says who called. */
    private static final class Mcp extends HttpServlet {
        private static final long serialVersionUID = 1L;

        @Override
        protected void doPost(HttpServletRequest in, HttpServletResponse out) throws IOException {
            out.setContentType("application/json");
            out.getWriter()
                    .write("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"subject\":\"" + in.getRemoteUser() + "\"}}");
        }
    }

    private final class Ahead extends Clock {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now();
        }
    }
}
