package dev.mcpoauth.server.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpoauth.core.Scope;
import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.core.store.memory.InMemoryOAuthStore;
import dev.mcpoauth.server.AuthorizationServer;
import dev.mcpoauth.server.login.Subject;
import dev.mcpoauth.server.settings.AuthorizationServerSettings;
import dev.mcpoauth.server.settings.ClientSettings;
import dev.mcpoauth.server.settings.ResourceSettings;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The servlet on a real container")
class AuthorizationServerServletTest {
    private static final Server JETTY = new Server();
    private static final Pattern HIDDEN = Pattern.compile("name=\"(txn|nonce)\" value=\"([^\"]+)\"");
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static int port;

    @BeforeAll
    static void start() throws Exception {
        ServerConnector connector = new ServerConnector(JETTY);
        connector.setHost("127.0.0.1");
        JETTY.addConnector(connector);
        AuthorizationServer server = AuthorizationServer.builder(
                        AuthorizationServerSettings.builder()
                                .issuer("http://localhost:8080")
                                .resource(ResourceSettings.of("http://localhost:8080/mcp", Scope.of("x")))
                                .client(ClientSettings.publicClient("app", "https://a.example/cb"))
                                .build(),
                        new InMemoryOAuthStore(),
                        (name, password) -> name.equals("alice") && password.equals("wonderland & more")
                                ? Optional.of(new Subject("alice-id", "Alice"))
                                : Optional.empty())
                .build();
        ServletContextHandler context = new ServletContextHandler("/");
        context.addServletContainerInitializer(
                (classes, starting) -> AuthorizationServerServlet.mount(starting, server));
        JETTY.setHandler(context);
        JETTY.start();
        port = connector.getLocalPort();
    }

    @AfterAll
    static void stop() throws Exception {
        JETTY.stop();
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/.well-known/oauth-authorization-server",
                "/.well-known/openid-configuration",
                "/.well-known/oauth-protected-resource/mcp",
                "/.well-known/oauth-protected-resource"
            })
    void servesTheDocumentsToGetAndHead(String path) throws Exception {
        HttpResponse<String> got = send(to(path));
        assertThat(got.statusCode()).isEqualTo(200);
        assertThat(got.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(JsonObject.parse(got.body()).names()).isNotEmpty();

        HttpResponse<String> head = send(to(path).method("HEAD", HttpRequest.BodyPublishers.noBody()));
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
    }

    @Test
    void registersAndRefusesOverHttp() throws Exception {
        HttpResponse<String> registered = send(to("/register")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"redirect_uris\":[\"https://a.example/\"]}")));
        assertThat(registered.statusCode()).isEqualTo(201);

        HttpResponse<String> refused = send(to("/token")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("grant_type=refresh_token&client_id=x&refresh_token=y")));
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(JsonObject.parse(refused.body()).string("error")).contains("invalid_client");
        assertThat(refused.headers().firstValue("Cache-Control")).contains("no-store");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/token", "/register", "/revoke", "/authorize", "/authorize/interaction"})
    void refusesBodiesOverTheLimitWithoutReadingThem(String path) throws Exception {
        HttpResponse<String> response = send(to(path).header(
                        "Content-Type",
                        path.equals("/register") ? "application/json" : "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("a".repeat(70_000))));

        assertThat(response.statusCode()).isEqualTo(413);
    }

    @Test
    void errorsAtTheBrowserEndpointArePages() throws Exception {
        HttpResponse<String> response = send(to("/authorize?client_id=nobody"));

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/html");
        assertThat(response.headers().firstValue("Content-Security-Policy")).isPresent();
        assertThat(response.body())
                .contains(response.headers().firstValue("X-Correlation-Id").orElseThrow());
    }

    @Test
    @DisplayName("sign-in and consent over HTTP: cookies, redirects and forms survive the container")
    void aPersonSignsInOverHttp() throws Exception {
        HttpResponse<String> begun = send(to("/authorize?response_type=code&client_id=app&state=s&code_challenge="
                + "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256"));
        assertThat(begun.statusCode()).isEqualTo(303);
        String cookies = cookie(begun);
        String next = location(begun);

        HttpResponse<String> login = send(to(next).header("Cookie", cookies));
        HttpResponse<String> signedIn =
                post(login, cookies, "username=alice&password=wonderland+%26+more&action=login");
        assertThat(signedIn.statusCode()).isEqualTo(303);
        cookies += "; " + cookie(signedIn);
        HttpResponse<String> consent = send(to(location(signedIn)).header("Cookie", cookies));
        HttpResponse<String> answer = post(consent, cookies, "action=approve");

        assertThat(answer.headers().firstValue("Location").orElseThrow())
                .matches("https://a\\.example/cb\\?code=[A-Za-z0-9_-]{43}&state=s&iss=http%3A%2F%2Flocalhost%3A8080");
    }

    private static HttpResponse<String> post(HttpResponse<String> page, String cookies, String fields)
            throws Exception {
        StringBuilder form = new StringBuilder(fields);
        Matcher hidden = HIDDEN.matcher(page.body());
        while (hidden.find()) {
            form.append('&').append(hidden.group(1)).append('=').append(hidden.group(2));
        }
        return send(to("/authorize/interaction")
                .header("Cookie", cookies)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form.toString())));
    }

    private static String cookie(HttpResponse<String> response) {
        return response.headers().firstValue("Set-Cookie").orElseThrow().split(";", 2)[0];
    }

    private static String location(HttpResponse<String> response) {
        return response.headers().firstValue("Location").orElseThrow().replace("http://localhost:8080", "");
    }

    @Test
    void anotherMethodNamesTheAllowedOnes() throws Exception {
        HttpResponse<String> response = send(to("/token").GET());

        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(response.headers().firstValue("Allow")).contains("POST");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /authorize?x=%00%ff%zz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
                "POST /token HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nConnection: close\r\n\r\n\u0000\u0001\u0002\u0003\u0004",
                "POST /token HTTP/1.1\r\nHost: a\r\nContent-Type: \r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
                "POST /register HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\nzz\r\n",
                "FOO /token HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
                "GET /authorize?a=b HTTP/1.1\r\nHost: evil\r\nCookie: ===;;;=\r\nConnection: close\r\n\r\n"
            })
    void rawNonsenseGetsA4xx(String request) throws Exception {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            OutputStream out = socket.getOutputStream();
            out.write(request.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            InputStream in = socket.getInputStream();
            String answer = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);

            assertThat(answer).matches("(?s)HTTP/1.1 4\\d\\d .*").doesNotContain("dev.mcpoauth", "\tat ");
        }
    }
}
