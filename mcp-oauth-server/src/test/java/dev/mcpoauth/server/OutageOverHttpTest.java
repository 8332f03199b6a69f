package dev.mcpoauth.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpoauth.server.resource.servlet.BearerFilter;
import dev.mcpoauth.server.servlet.AuthorizationServerServlet;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.stream.Stream;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a client sees on the wire while the store is down. */
class OutageOverHttpTest {
    private static final Server JETTY = new Server();
    private static URI origin;

    @BeforeAll
    static void start() throws Exception {
        ServerConnector connector = new ServerConnector(JETTY);
        connector.setHost("127.0.0.1");
        JETTY.addConnector(connector);
        AuthorizationServer down = new TestServer(settings -> settings, DownStore.closed(), TestServer::alice).server;
        ServletContextHandler context = new ServletContextHandler();
        context.addServletContainerInitializer((classes, web) -> {
            AuthorizationServerServlet.mount(web, down);
            new BearerFilter(down.protectedResource(TestServer.RESOURCE).build()).mount(web, "/mcp");
        });
        JETTY.setHandler(context);
        JETTY.start();
        origin = URI.create("http://127.0.0.1:" + connector.getLocalPort());
    }

    @AfterAll
    static void stop() throws Exception {
        JETTY.stop();
    }

    static Stream<HttpRequest.Builder> requests() {
        return Stream.of(
                form("/token", "grant_type=refresh_token&client_id=app&refresh_token=x"),
                form("/revoke", "client_id=app&token=x"),
                HttpRequest.newBuilder(origin.resolve("/register"))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString("{\"redirect_uris\":[\"https://client.example/callback\"]}")),
                HttpRequest.newBuilder(origin.resolve(TestServer.authorize("client_id", "other"))),
                HttpRequest.newBuilder(origin.resolve("/mcp"))
                        .header("Authorization", "Bearer x")
                        .POST(BodyPublishers.ofString("{}")));
    }

    @ParameterizedTest
    @MethodSource("requests")
    void isA503ThatSaysWhenToComeBackAndNothingElse(HttpRequest.Builder request) throws Exception {
        HttpResponse<String> answer = HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After"))
                .hasValueSatisfying(seconds -> assertThat(seconds).containsOnlyDigits());
        assertThat(answer.headers().firstValue("X-Correlation-Id")).isPresent();
        assertThat(answer.headers().firstValue("WWW-Authenticate")).isEmpty();
        assertThat(answer.body()).doesNotContain("invalid_", "Exception", "dev.mcpoauth");
    }

    private static HttpRequest.Builder form(String path, String body) {
        return HttpRequest.newBuilder(origin.resolve(path))
                .header("Content-Type", TestServer.FORM)
                .POST(BodyPublishers.ofString(body));
    }
}
