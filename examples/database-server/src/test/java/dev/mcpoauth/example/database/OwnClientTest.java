package dev.mcpoauth.example.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpoauth.client.OAuthClient;
import dev.mcpoauth.client.ResourceSession;
import dev.mcpoauth.client.binding.TransportAuthorizer;
import dev.mcpoauth.client.login.LoginPrompt;
import dev.mcpoauth.client.login.LoopbackUserAgent;
import dev.mcpoauth.client.registration.RegistrationSettings;
import dev.mcpoauth.core.Scope;
import dev.mcpoauth.example.database.cli.Arguments;
import dev.mcpoauth.example.database.cli.Invocation;
import dev.mcpoauth.transport.client.McpClient;
import dev.mcpoauth.transport.client.ToolResult;
import dev.mcpoauth.transport.client.http.HttpTransport;
import dev.mcpoauth.transport.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The client of this project against the server of this project, from the URL alone. */
class OwnClientTest {

    @TempDir
    Path directory;

    private final AtomicInteger signIns = new AtomicInteger();

    @Test
    void signsInReadsStepsUpAndWrites() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (Application application = start(new PrintStream(out, true, StandardCharsets.UTF_8))) {
            assertThat(application).isNotNull();
            Matcher url = Pattern.compile("serves (\\S+)").matcher(out.toString(StandardCharsets.UTF_8));
            assertThat(url.find()).isTrue();
            use(URI.create(url.group(1)));
        }
        assertThat(signIns).hasValue(2);
    }

    @Test
    @DisplayName(
            "RFC 9449: a resource that takes bound tokens only, and asks for nonces; sign-in, calls, refresh, step-up")
    void bindsItsTokensToAKeyWhereTheServerWantsThat() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (Application application = start(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                "--dpop=required",
                "--proof-nonces=true",
                "--access-token-lifetime=20s")) {
            assertThat(application).isNotNull();
            Matcher url = Pattern.compile("serves (\\S+)").matcher(out.toString(StandardCharsets.UTF_8));
            assertThat(url.find()).isTrue();
            useBound(URI.create(url.group(1)));
        }
        assertThat(signIns).hasValue(2);
    }

    private void useBound(URI server) throws Exception {
        AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);
        OAuthClient oauth = OAuthClient.forUsers(
                        LoopbackUserAgent.of(url -> open(server, url), LoginPrompt.NONE),
                        RegistrationSettings.builder("our own client").build())
                .clock(new AheadClock(ahead))
                .build();
        ResourceSession session = oauth.session(server);
        try (McpClient mcp = McpClient.over(HttpTransport.to(server)
                        .authorizer(new TransportAuthorizer(session))
                        .build())
                .as("test", "1")
                .connect()) {
            assertThat(mcp.listTools()).hasSize(4);
            Map<String, String> first = session.headers("POST", server);
            assertThat(first.get("Authorization")).startsWith("DPoP ");

            ahead.set(Duration.ofSeconds(19));
            assertThat(mcp.listTools()).hasSize(4);
            Map<String, String> refreshed = session.headers("POST", server);
            assertThat(refreshed.get("Authorization")).startsWith("DPoP ").isNotEqualTo(first.get("Authorization"));
            assertThat(signIns).as("refreshed without the person").hasValue(1);

            String change = "{\"statements\": [{\"sql\": \"update book set stock = 6 where id = 9\"}]}";
            assertThat(mcp.callTool("change", Json.parse(change)).isError()).isFalse();
        }
        assertThat(status(server, session.headers("POST", server), "DPoP")).isNotEqualTo(401);
        assertThat(status(server, session.headers("POST", server), "Bearer"))
                .as("the token alone")
                .isEqualTo(401);
    }

    /** Sends a request with these credentials under this scheme, as somebody else could. */
    private static int status(URI server, Map<String, String> credentials, String scheme) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(server)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream")
                .POST(HttpRequest.BodyPublishers.ofString("{}"));
        credentials.forEach((name, value) -> request.header(name, value.replaceFirst("^DPoP ", scheme + " ")));
        return HttpClient.newHttpClient()
                .send(request.build(), BodyHandlers.discarding())
                .statusCode();
    }

    /** The system's clock, ahead by as much as the test says. */
    private static final class AheadClock extends Clock {
        private final AtomicReference<Duration> ahead;

        AheadClock(AtomicReference<Duration> ahead) {
            this.ahead = ahead;
        }

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
            return Instant.now().plus(ahead.get());
        }
    }

    private Application start(PrintStream out, String... more) throws Exception {
        List<String> words = new ArrayList<>(List.of("--port=0", "--data=" + directory, "--account=alice:secret"));
        words.addAll(List.of(more));
        return Application.start(((Invocation.Start) Arguments.read(words, Map.of())).options(), out);
    }

    private void use(URI server) throws Exception {
        OAuthClient oauth = OAuthClient.forUsers(
                        LoopbackUserAgent.of(url -> open(server, url), LoginPrompt.NONE),
                        RegistrationSettings.builder("our own client").build())
                .build();
        ResourceSession session = oauth.session(server);
        TransportAuthorizer authorizer = new TransportAuthorizer(session);
        try (McpClient mcp = McpClient.over(
                        HttpTransport.to(server).authorizer(authorizer).build())
                .as("test", "1")
                .connect()) {
            assertThat(mcp.listTools()).hasSize(4);
            assertThat(session.granted()).contains(Scope.of("db:read"));
            String change = "{\"statements\": [{\"sql\": \"update book set stock = 5 where id = 9\"}]}";
            assertThat(mcp.callTool("change", Json.parse(change)).isError()).isFalse();
            assertThat(session.granted()).contains(Scope.of("db:read", "db:write"));
            ToolResult stock = mcp.callTool("query", Json.parse("{\"sql\": \"select stock from book where id = 9\"}"));
            assertThat(stock.text()).contains("[[5]]");
        }
    }

    /** Returns at once, as a browser that is started does; the person follows in a thread of their own. */
    private boolean open(URI server, URI authorization) {
        signIns.incrementAndGet();
        CompletableFuture<Void> person = CompletableFuture.runAsync(() -> {
            try {
                URI callback = new Browser(server.resolve("/")).approve(authorization, "alice", "secret");
                HttpClient.newHttpClient().send(HttpRequest.newBuilder(callback).build(), BodyHandlers.discarding());
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        return !person.isCompletedExceptionally();
    }
}
