package dev.mcpoauth.server.resource.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpoauth.core.Issuer;
import dev.mcpoauth.core.ResourceIndicator;
import dev.mcpoauth.core.Scope;
import dev.mcpoauth.server.resource.AuthenticatedCaller;
import dev.mcpoauth.server.resource.ProtectedResource;
import dev.mcpoauth.server.resource.ResourceReasons;
import dev.mcpoauth.server.resource.Verification;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.EnumSet;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class BearerFilterTest {
    private static final AuthenticatedCaller ALICE =
            new AuthenticatedCaller(new Issuer("https://as.example"), "alice", "c1", Scope.of("db:read"), Instant.MAX);
    private static final Server SERVER = new Server();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static int port;

    @BeforeAll
    static void start() throws Exception {
        ServerConnector connector = new ServerConnector(SERVER);
        connector.setHost("127.0.0.1");
        SERVER.addConnector(connector);
        ProtectedResource resource = ProtectedResource.builder(
                        new ResourceIndicator("https://mcp.example/mcp"),
                        (token, asked) -> token.equals("good")
                                ? new Verification.Active(ALICE)
                                : new Verification.Inactive(ResourceReasons.TOKEN_UNKNOWN),
                        URI.create("https://mcp.example/.well-known/oauth-protected-resource/mcp"))
                .build();
        ServletContextHandler context = new ServletContextHandler();
        context.addFilter(new FilterHolder(new BearerFilter(resource)), "/mcp/*", EnumSet.of(DispatcherType.REQUEST));
        context.addServlet(WhoAmI.class, "/mcp/*");
        SERVER.setHandler(context);
        SERVER.start();
        port = connector.getLocalPort();
    }

    @AfterAll
    static void stop() throws Exception {
        SERVER.stop();
    }

    @Test
    void theServletBehindSeesTheCaller() throws Exception {
        HttpResponse<String> answer = send(request("").header("Authorization", "Bearer good"));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("alice alice Bearer " + ALICE.key() + " body");
    }

    @Test
    void theServletBehindIsNotReachedWithoutAToken() throws Exception {
        HttpResponse<String> answer = send(request("").header("Origin", "https://inspector.example"));
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("WWW-Authenticate"))
                .hasValueSatisfying(value -> assertThat(value)
                        .startsWith("Bearer ")
                        .contains(
                                "resource_metadata=\"https://mcp.example/.well-known/oauth-protected-resource/mcp\""));
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
        assertThat(answer.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(answer.headers().firstValue("Access-Control-Expose-Headers"))
                .hasValueSatisfying(value -> assertThat(value).contains("WWW-Authenticate"));
        assertThat(answer.body()).doesNotContain("Exception");
    }

    @Test
    void aTokenInTheQueryIsRefused() throws Exception {
        for (String query : new String[] {"?access_token=good", "?a=b&access_token=good"}) {
            assertThat(send(request(query)).statusCode()).isEqualTo(400);
        }
        assertThat(send(request("?not_access_token=x").header("Authorization", "Bearer good"))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void aCallerCannotNameItselfByAttributeOrHeader() throws Exception {
        HttpResponse<String> answer = send(request("")
                .header("Authorization", "Bearer good")
                .header(BearerFilter.CALLER_KEY, "mallory")
                .header("Remote-User", "mallory"));
        assertThat(answer.body()).doesNotContain("mallory");
    }

    @Test
    void preflightReachesTheServletBehind() throws Exception {
        HttpResponse<String> answer = send(request("").method("OPTIONS", BodyPublishers.noBody()));
        assertThat(answer.statusCode()).isEqualTo(204);
    }

    private static HttpRequest.Builder request(String query) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/mcp" + query))
                .POST(BodyPublishers.ofString("body"));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return HTTP.send(request.build(), BodyHandlers.ofString());
    }

    /** Answers with what the filter told it. */
    public static final class WhoAmI extends HttpServlet {
        private static final long serialVersionUID = 1L;

        @Override
        protected void doPost(HttpServletRequest in, HttpServletResponse out) throws IOException {
            String body = new String(in.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            out.getWriter()
                    .print(in.getUserPrincipal().getName() + " " + in.getRemoteUser() + " " + in.getAuthType() + " "
                            + in.getAttribute("dev.mcpoauth.caller-key") + " " + body);
        }

        @Override
        protected void doOptions(HttpServletRequest in, HttpServletResponse out) {
            out.setStatus(204);
        }
    }
}
