package dev.mcpoauth.server.servlet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpoauth.core.Scope;
import dev.mcpoauth.core.diagnostics.DiagnosticEvent;
import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.core.store.memory.InMemoryOAuthStore;
import dev.mcpoauth.server.AuthorizationServer;
import dev.mcpoauth.server.http.WebRequest;
import dev.mcpoauth.server.settings.AuthorizationServerSettings;
import dev.mcpoauth.server.settings.FetchSettings;
import dev.mcpoauth.server.settings.ResourceSettings;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Documents of clients, fetched from a real host by a server on a real container")
class ClientDocumentsOverHttpTest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final List<String> fetched = new CopyOnWriteArrayList<>();
    private final List<DiagnosticEvent> events = new CopyOnWriteArrayList<>();
    private final Server jetty = new Server();
    private int port;

    private final class Host extends HttpServlet {
        private static final long serialVersionUID = 1L;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            fetched.add(request.getRequestURI());
            if (request.getPathInfo().equals("/moved.json")) {
                response.sendRedirect("/host/client.json");
                return;
            }
            response.setContentType("application/json");
            response.getOutputStream()
                    .write(JsonObject.builder()
                            .put("client_id", request.getRequestURL().toString())
                            .put("redirect_uris", List.of("http://localhost/callback"))
                            .put("token_endpoint_auth_method", "none")
                            .build()
                            .toJson()
                            .getBytes(UTF_8));
        }
    }

    @BeforeEach
    void start() throws Exception {
        ServerConnector connector = new ServerConnector(jetty);
        connector.setHost("127.0.0.1");
        jetty.addConnector(connector);
        ServletContextHandler context = new ServletContextHandler("/");
        context.addServlet(new ServletHolder(new Host()), "/host/*");
        context.addServletContainerInitializer((classes, web) -> AuthorizationServerServlet.mount(
                web, server(FetchSettings.builder().dangerouslyAllowLoopback().build())));
        jetty.setHandler(context);
        jetty.start();
        port = connector.getLocalPort();
    }

    @AfterEach
    void stop() throws Exception {
        jetty.stop();
    }

    private AuthorizationServer server(FetchSettings fetching) {
        return AuthorizationServer.builder(
                        AuthorizationServerSettings.builder()
                                .issuer("http://localhost:8080")
                                .resource(ResourceSettings.of("http://localhost:8080/mcp", Scope.of("x")))
                                .fetching(fetching)
                                .build(),
                        new InMemoryOAuthStore(),
                        (name, password) -> Optional.empty())
                .diagnostics(events::add)
                .build();
    }

    private String query(String clientId) {
        return "response_type=code&code_challenge_method=S256&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
                + "&redirect_uri=" + URLEncoder.encode("http://localhost:4711/callback", UTF_8) + "&client_id="
                + URLEncoder.encode(clientId, UTF_8);
    }

    private HttpResponse<String> authorize(String clientId) throws Exception {
        URI url = URI.create("http://127.0.0.1:" + port + "/authorize?" + query(clientId));
        return HTTP.send(HttpRequest.newBuilder(url).build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void aClientIsFoundByItsDocumentWhichIsFetchedOnce() throws Exception {
        String id = "http://127.0.0.1:" + port + "/host/client.json";

        assertThat(authorize(id).statusCode()).isEqualTo(303);
        assertThat(authorize(id).statusCode()).isEqualTo(303);
        assertThat(fetched).containsExactly("/host/client.json");
    }

    @Test
    void aRedirectIsNotFollowed() throws Exception {
        HttpResponse<String> response = authorize("http://127.0.0.1:" + port + "/host/moved.json");

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.headers().firstValue("Content-Type")).contains("text/html;charset=utf-8");
        assertThat(fetched).containsExactly("/host/moved.json");
    }

    @Test
    void withoutTheLoudOptionNobodyReachesTheLoopback() {
        AuthorizationServer strict = server(FetchSettings.defaults());

        for (String id : List.of(
                "http://127.0.0.1:" + port + "/host/client.json",
                "https://127.0.0.1:" + port + "/host/client.json",
                "https://localhost:" + port + "/host/client.json",
                "https://127.1:" + port + "/host/client.json",
                "https://[::ffff:127.0.0.1]:" + port + "/host/client.json")) {
            assertThat(strict.handle(WebRequest.of("GET", "/authorize", query(id), Map.of()))
                            .status())
                    .as(id)
                    .isEqualTo(400);
        }
        assertThat(fetched).isEmpty();
        assertThat(events).extracting(event -> event.reason().id()).contains("client-document.private-address");
    }
}
