package dev.mcpoauth.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.mcpoauth.client.OAuthClient;
import dev.mcpoauth.client.ResourceSession;
import dev.mcpoauth.client.binding.TransportAuthorizer;
import dev.mcpoauth.client.http.JdkHttpExchange;
import dev.mcpoauth.client.login.LoginPrompt;
import dev.mcpoauth.client.login.LoopbackUserAgent;
import dev.mcpoauth.client.registration.RegistrationSettings;
import dev.mcpoauth.transport.client.ClientTransport;
import dev.mcpoauth.transport.client.Interest;
import dev.mcpoauth.transport.client.McpClient;
import dev.mcpoauth.transport.client.McpErrorException;
import dev.mcpoauth.transport.client.http.HttpTransport;
import dev.mcpoauth.transport.json.Json;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("What a server and its client tell Micrometer")
@Timeout(60)
class MetricsTest {
    private static final Path DOCUMENT = Path.of("..", "docs", "metrics.md");
    private static final Duration BEYOND_THE_TOKEN = Duration.ofHours(2);
    private static final Duration BEYOND_THE_GRANT = Duration.ofDays(3650);
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(mcp\\.[a-z.]+)` \\| (\\w+) \\|([^|]*)\\|");
    private static final Pattern TAG = Pattern.compile("`([a-z]+)`");

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final ObservationRegistry observations = TimedObservations.in(registry);
    private MeasuredServer server;

    @BeforeEach
    void start() throws Exception {
        server = new MeasuredServer(registry, observations);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private ResourceSession session() {
        return OAuthClient.forUsers(
                        LoopbackUserAgent.of(new Alice(), LoginPrompt.NONE),
                        RegistrationSettings.builder("the test").build())
                .http(new ObservedExchange(new JdkHttpExchange(), observations))
                .diagnostics(new DecisionMetrics(registry))
                .clock(server.clock())
                .build()
                .session(server.url);
    }

    private McpClient connect(ResourceSession session) throws Exception {
        ClientTransport transport = HttpTransport.to(server.url)
                .authorizer(new TransportAuthorizer(session))
                .build();
        return McpClient.over(new ObservedTransport(transport, observations)).connect();
    }

    private int get(String path) throws Exception {
        URI url = server.url.resolve(path);
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(url).build(), BodyHandlers.discarding())
                .statusCode();
    }

    private double counted(String name, String... tags) {
        return registry.get(name).tags(tags).counter().count();
    }

    private long timed(String name, String... tags) {
        return registry.get(name).tags(tags).timer().count();
    }

    @Test
    void decisionsAreCountedByReason() throws Exception {
        try (McpClient mcp = connect(session())) {
            mcp.callTool("greet", Json.EMPTY_OBJECT);
        }

        assertThat(counted("mcp.oauth.decisions", "decision", "refused", "reason", "bearer.token-missing"))
                .isEqualTo(1);
        assertThat(counted("mcp.oauth.decisions", "decision", "permitted", "reason", "login.succeeded"))
                .isEqualTo(1);
        assertThat(counted("mcp.oauth.decisions", "decision", "permitted", "reason", "token.issued"))
                .isEqualTo(1);
    }

    @Test
    void refreshesAreCountedOnBothSides() throws Exception {
        try (McpClient mcp = connect(session())) {
            server.advance(BEYOND_THE_TOKEN);
            mcp.callTool("greet", Json.EMPTY_OBJECT);
        }

        assertThat(counted("mcp.oauth.refreshes", "side", "server", "outcome", "rotated"))
                .isEqualTo(1);
        assertThat(counted("mcp.oauth.refreshes", "side", "client", "outcome", "rotated"))
                .isEqualTo(1);
    }

    @Test
    void refusedRefreshesAreCountedOnBothSides() throws Exception {
        try (McpClient mcp = connect(session())) {
            server.advance(BEYOND_THE_GRANT);
            mcp.callTool("greet", Json.EMPTY_OBJECT);
        }

        assertThat(counted("mcp.oauth.refreshes", "side", "server", "outcome", "refused"))
                .isEqualTo(1);
        assertThat(counted("mcp.oauth.refreshes", "side", "client", "outcome", "refused"))
                .isEqualTo(1);
    }

    @Test
    void requestsAreTimedByEndpoint() throws Exception {
        try (McpClient mcp = connect(session())) {
            mcp.callTool("greet", Json.EMPTY_OBJECT);
        }

        assertThat(timed("mcp.oauth.server.requests", "endpoint", "/token", "method", "POST", "status", "200"))
                .isEqualTo(1);
        assertThat(timed("mcp.oauth.client.requests", "method", "POST", "status", "200"))
                .isGreaterThanOrEqualTo(1);
        assertThat(timed("mcp.oauth.resource.checks", "status", "401")).isEqualTo(1);
        assertThat(timed("mcp.oauth.resource.checks", "status", "200")).isGreaterThanOrEqualTo(1);
        assertThat(registry.get("mcp.oauth.server.requests")
                        .tag("endpoint", "/token")
                        .timer()
                        .totalTime(TimeUnit.NANOSECONDS))
                .isPositive();
    }

    @Test
    void callsAreTimedByMethodToolAndOutcome() throws Exception {
        try (McpClient mcp = connect(session())) {
            mcp.callTool("greet", Json.EMPTY_OBJECT);
            mcp.callTool("fail", Json.EMPTY_OBJECT);
            assertThatThrownBy(() -> mcp.callTool("made-up-by-the-client", Json.EMPTY_OBJECT))
                    .isInstanceOf(McpErrorException.class);
        }

        assertThat(timed("mcp.server.calls", "method", "tools/call", "target", "greet", "outcome", "answered"))
                .isEqualTo(1);
        assertThat(timed("mcp.server.calls", "method", "tools/call", "target", "fail", "outcome", "tool_error"))
                .isEqualTo(1);
        assertThat(timed("mcp.server.calls", "method", "tools/call", "target", "none", "outcome", "refused"))
                .isEqualTo(1);
        assertThat(timed("mcp.client.calls", "method", "tools/call", "outcome", "answered"))
                .isEqualTo(2);
        assertThat(timed("mcp.client.calls", "method", "tools/call", "outcome", "refused"))
                .isEqualTo(1);
        assertThat(counted("mcp.server.refusals", "reason", "tool.unknown")).isEqualTo(1);
    }

    @Test
    void openStreamsAreAGauge() throws Exception {
        assertThat(streams()).isZero();
        try (McpClient mcp = connect(session())) {
            mcp.subscribe(Interest.inLists());
            await().untilAsserted(() -> assertThat(streams()).isEqualTo(1));
        }
        await().until(() -> streams() == 0);
    }

    private double streams() {
        return registry.get("mcp.server.streams").gauge().value();
    }

    @Test
    void strangersMakeNoTags() throws Exception {
        int before = 0;
        for (int i = 0; i < 50; i++) {
            get("/nothing-" + i);
            get("/authorize?client_id=stranger-" + i + "&scope=s" + i + "&state=x" + i);
            get("/mcp?session=" + i);
            if (i == 0) before = registry.getMeters().size();
        }

        assertThat(registry.getMeters()).hasSize(before);
        assertThat(registry.getMeters().toString()).doesNotContain("stranger", "nothing-");
    }

    @Test
    void isWhatTheDocumentSays() throws Exception {
        callsAreTimedByMethodToolAndOutcome();
        refreshesAreCountedOnBothSides();

        assertThat(measured()).isEqualTo(documented());
    }

    /** The observations that run are long task timers besides, which the document has in a sentence. */
    private Set<String> measured() {
        return registry.getMeters().stream()
                .map(Meter::getId)
                .filter(id -> id.getType() != Meter.Type.LONG_TASK_TIMER)
                .map(id -> id.getName() + " " + id.getType() + " "
                        + id.getTags().stream()
                                .map(tag -> tag.getKey())
                                .sorted()
                                .toList())
                .map(text -> text.toLowerCase(Locale.ROOT))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> documented() throws IOException {
        return ROW.matcher(Files.readString(DOCUMENT))
                .results()
                .map(row -> row.group(1) + " " + row.group(2) + " "
                        + TAG.matcher(row.group(3))
                                .results()
                                .map(tag -> tag.group(1))
                                .sorted()
                                .toList())
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
