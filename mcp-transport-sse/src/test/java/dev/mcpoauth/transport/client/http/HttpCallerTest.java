package dev.mcpoauth.transport.client.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcpoauth.transport.ProtocolVersion.Era;
import dev.mcpoauth.transport.client.HttpAuthorizer;
import dev.mcpoauth.transport.client.HttpRefusalException;
import dev.mcpoauth.transport.client.McpClient;
import dev.mcpoauth.transport.client.http.ScriptedServer.Script;
import dev.mcpoauth.transport.client.http.ScriptedServer.Stream;
import dev.mcpoauth.transport.json.Json;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("HTTP below the eras: authorization, redirects, limits")
class HttpCallerTest {

    private static final String DONE = "{\"content\":[{\"type\":\"text\",\"text\":\"done\"}]}";

    private ScriptedServer server;

    @AfterEach
    void stop() {
        if (server != null) server.close();
    }

    @Nested
    class Authorization {

        @Test
        void sendsTheHeadersOfTheAuthorizerAndTellsItTheOperation() throws Exception {
            serve((request, reply) -> reply.result(request.id(), DONE));
            Scripted authorizer = new Scripted(0);
            call(authorizer);
            assertThat(server.received().get(0).header("authorization")).isEqualTo("Bearer t0");
            assertThat(authorizer.targets).singleElement().satisfies(target -> {
                assertThat(target.operation()).isEqualTo("tools/call t");
                assertThat(target.httpMethod()).isEqualTo("POST");
                assertThat(target.uri()).isEqualTo(server.uri("/mcp"));
            });
        }

        @ParameterizedTest
        @ValueSource(ints = {401, 403})
        void repeatsTheMessageWhenTheAuthorizerSaysSo(int status) throws Exception {
            serve((request, reply) -> {
                if (request.header("authorization").equals("Bearer t1")) reply.result(request.id(), DONE);
                else
                    reply.header("WWW-Authenticate", "Bearer error=\"x\"")
                            .header("WWW-Authenticate", "DPoP")
                            .status(status);
            });
            Scripted authorizer = new Scripted(1);
            assertThat(call(authorizer)).isEqualTo("done");
            assertThat(authorizer.rejections).singleElement().satisfies(rejection -> {
                assertThat(rejection.status()).isEqualTo(status);
                assertThat(rejection.headers().get("www-authenticate")).containsExactly("Bearer error=\"x\"", "DPoP");
                assertThat(rejection.sent()).containsEntry("Authorization", "Bearer t0");
            });
            assertThat(server.received().get(0).body())
                    .isEqualTo(server.received().get(1).body());
        }

        @Test
        void asksTheAuthorizerTwiceAtMostForOneMessage() throws Exception {
            serve((request, reply) -> reply.status(401));
            Scripted authorizer = new Scripted(Integer.MAX_VALUE);
            assertThatThrownBy(() -> call(authorizer)).isInstanceOf(HttpRefusalException.class);
            assertThat(authorizer.rejections).hasSize(2);
            assertThat(server.received()).hasSize(3);
        }

        @Test
        void reportsTheChallengeWhenTheAuthorizerGivesUp() throws Exception {
            serve((request, reply) ->
                    reply.header("WWW-Authenticate", "Bearer secret-ish").error(403, request.id(), -32000, "null"));
            assertThatThrownBy(() -> call(new Scripted(0)))
                    .isInstanceOfSatisfying(HttpRefusalException.class, refusal -> {
                        assertThat(refusal.status()).isEqualTo(403);
                        assertThat(refusal.header("www-authenticate")).containsExactly("Bearer secret-ish");
                        assertThat(refusal).hasMessageNotContaining("secret-ish");
                    });
            assertThat(server.received()).hasSize(1);
        }

        @Test
        void reportsThatTheSignInFailed() throws Exception {
            serve((request, reply) -> reply.status(401));
            HttpAuthorizer failing = new HttpAuthorizer() {
                @Override
                public Map<String, String> headers(Target target) {
                    return Map.of();
                }

                @Override
                public Verdict rejected(Target target, Rejection rejection) throws IOException {
                    throw new IOException("sign-in failed");
                }
            };
            assertThatThrownBy(() -> call(failing))
                    .isInstanceOf(IOException.class)
                    .hasMessage("sign-in failed");
        }
    }

    @Nested
    class Redirects {

        @ParameterizedTest
        @ValueSource(ints = {307, 308})
        void followsTheOriginsOwnRedirectsThatKeepTheMethod(int status) throws Exception {
            serve((request, reply) -> {
                if (request.uri().getPath().equals("/mcp/")) reply.result(request.id(), DONE);
                else reply.header("Location", "/mcp/").status(status);
            });
            assertThat(call(new Scripted(0))).isEqualTo("done");
            assertThat(server.received().get(1).method()).isEqualTo("POST");
            assertThat(server.received().get(1).header("authorization")).isEqualTo("Bearer t0");
        }

        @ParameterizedTest
        @CsvSource({
            "307, http://127.0.0.1:1/mcp",
            "308, https://127.0.0.1/mcp",
            "307, //evil.example/mcp",
            "307, http://user@127.0.0.1/mcp",
            "307, '::not a uri::'",
            "307, ",
            "301, /mcp/",
            "302, /mcp/",
            "303, /mcp/"
        })
        void followsNoOther(int status, String location) throws Exception {
            serve((request, reply) -> {
                if (location != null) reply.header("Location", location);
                reply.status(status);
            });
            assertThatThrownBy(() -> call(new Scripted(0)))
                    .isInstanceOfSatisfying(
                            HttpRefusalException.class,
                            refusal -> assertThat(refusal.status()).isEqualTo(status));
            assertThat(server.received()).hasSize(1);
        }

        @Test
        void doesNotFollowForEver() throws Exception {
            serve((request, reply) -> reply.header("Location", "/mcp").status(307));
            assertThatThrownBy(() -> call(new Scripted(0))).isInstanceOf(HttpRefusalException.class);
            assertThat(server.received()).hasSize(4);
        }

        @ParameterizedTest
        @CsvSource({"NORMAL", "ALWAYS"})
        void refusesAClientThatFollowsByItself(Redirect policy) {
            HttpClient client = HttpClient.newBuilder().followRedirects(policy).build();
            assertThatIllegalArgumentException()
                    .isThrownBy(() ->
                            HttpTransport.to(URI.create("http://127.0.0.1/mcp")).client(client));
        }
    }

    @Nested
    class Limits {

        private static final int LIMIT = 10_000;

        @Test
        void refusesAJsonAnswerThatIsTooLong() throws Exception {
            serve((request, reply) -> reply.result(request.id(), "\"" + "x".repeat(LIMIT) + "\""));
            assertThatThrownBy(() -> call(new Scripted(0)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("longer than");
        }

        @Test
        void refusesALineThatNeverEnds() throws Exception {
            serve((request, reply) -> {
                try (Stream stream = reply.stream()) {
                    while (true) stream.raw("data".repeat(200));
                }
            });
            assertThatThrownBy(() -> call(new Scripted(0)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("longer than");
        }

        @Test
        void refusesAnEventThatNeverEnds() throws Exception {
            serve((request, reply) -> {
                try (Stream stream = reply.stream()) {
                    while (true) stream.raw("data: x\n".repeat(200));
                }
            });
            assertThatThrownBy(() -> call(new Scripted(0)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("longer than");
        }

        @Test
        void refusesAnErrorPageThatNeverEnds() throws Exception {
            serve((request, reply) -> {
                reply.exchange().sendResponseHeaders(500, 0);
                while (true) reply.exchange().getResponseBody().write(new byte[1000]);
            });
            assertThatThrownBy(() -> call(new Scripted(0))).isInstanceOf(IOException.class);
        }
    }

    @Test
    void reportsAnOutageAsAnIOException() throws Exception {
        URI nobody;
        try (ServerSocket socket = new ServerSocket(0)) {
            nobody = URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/mcp?key=secret");
        }
        try (McpClient client = McpClient.over(
                        HttpTransport.to(nobody).era(Era.STATELESS).build())
                .connect()) {
            assertThatThrownBy(client::listTools)
                    .isInstanceOf(IOException.class)
                    .hasMessageNotContaining("secret");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://h/mcp", "/mcp", "http:///mcp", "http://u:p@h/mcp", "http://h/mcp#f", "mailto:a@b"})
    void refusesAnEndpointThatIsNoPlainHttpUrl(String endpoint) {
        assertThatIllegalArgumentException().isThrownBy(() -> HttpTransport.to(URI.create(endpoint)));
    }

    private void serve(Script script) throws IOException {
        server = new ScriptedServer(script);
    }

    private String call(HttpAuthorizer authorizer) throws Exception {
        try (McpClient client = McpClient.over(HttpTransport.to(server.uri("/mcp"))
                        .era(Era.STATELESS)
                        .authorizer(authorizer)
                        .maxMessageBytes(Limits.LIMIT)
                        .build())
                .connect()) {
            return client.callTool("t", Json.EMPTY_OBJECT).text();
        }
    }

    /** Has a fresh token for so many rejections, then gives up. */
    private static final class Scripted implements HttpAuthorizer {

        private final int retries;
        private final List<Target> targets = new ArrayList<>();
        private final List<Rejection> rejections = new ArrayList<>();

        Scripted(int retries) {
            this.retries = retries;
        }

        @Override
        public Map<String, String> headers(Target target) {
            targets.add(target);
            return Map.of("Authorization", "Bearer t" + rejections.size());
        }

        @Override
        public Verdict rejected(Target target, Rejection rejection) {
            rejections.add(rejection);
            return rejections.size() <= retries ? Verdict.RETRY : Verdict.GIVE_UP;
        }
    }
}
