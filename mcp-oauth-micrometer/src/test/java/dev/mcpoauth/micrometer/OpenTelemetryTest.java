package dev.mcpoauth.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpoauth.client.OAuthClient;
import dev.mcpoauth.client.ResourceSession;
import dev.mcpoauth.client.binding.TransportAuthorizer;
import dev.mcpoauth.client.http.JdkHttpExchange;
import dev.mcpoauth.client.login.LoginPrompt;
import dev.mcpoauth.client.login.LoopbackUserAgent;
import dev.mcpoauth.client.registration.RegistrationSettings;
import dev.mcpoauth.core.diagnostics.DiagnosticEvent;
import dev.mcpoauth.core.diagnostics.TraceParent;
import dev.mcpoauth.transport.client.ClientTransport;
import dev.mcpoauth.transport.client.McpClient;
import dev.mcpoauth.transport.client.http.HttpTransport;
import dev.mcpoauth.transport.json.Json;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("OpenTelemetry's SDK, one for the client and one for the server: a sign-in and a call of a tool")
@Timeout(60)
class OpenTelemetryTest {
    private static final Traced CLIENT = new Traced();
    private static final Traced SERVER = new Traced();
    private static final List<DiagnosticEvent> EVENTS = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void story() throws Exception {
        try (MeasuredServer server = new MeasuredServer(new SimpleMeterRegistry(), SERVER.observations)) {
            Observation.createNotStarted("application", CLIENT.observations).observeChecked(() -> greeting(server));
        }
    }

    @AfterAll
    static void end() {
        CLIENT.close();
        SERVER.close();
    }

    private static String greeting(MeasuredServer server) throws Exception {
        ResourceSession session = OAuthClient.forUsers(
                        LoopbackUserAgent.of(new Alice(), LoginPrompt.NONE),
                        RegistrationSettings.builder("the test").build())
                .http(new ObservedExchange(new JdkHttpExchange(), CLIENT.observations))
                .traceparent(OpenTelemetryTest::current)
                .diagnostics(EVENTS::add)
                .build()
                .session(server.url);
        ClientTransport transport = HttpTransport.to(server.url)
                .authorizer(new TransportAuthorizer(session))
                .build();
        try (McpClient mcp = McpClient.over(new ObservedTransport(transport, CLIENT.observations))
                .connect()) {
            return mcp.callTool("greet", Json.EMPTY_OBJECT).text();
        }
    }

    private static Optional<TraceParent> current() {
        return Optional.ofNullable(CLIENT.tracer.currentTraceContext().context())
                .map(context -> new TraceParent(context.traceId(), context.spanId()));
    }

    @Test
    void aCallIsOneTrace() {
        SpanData application = CLIENT.last("application");
        SpanData asked = CLIENT.last("tools/call");
        SpanData answered = SERVER.last("tools/call greet");

        assertThat(asked.getKind()).isEqualTo(SpanKind.CLIENT);
        assertThat(asked.getParentSpanId()).isEqualTo(application.getSpanId());
        assertThat(answered.getKind()).isEqualTo(SpanKind.SERVER);
        assertThat(answered.getTraceId()).isEqualTo(application.getTraceId());
        assertThat(answered.getParentSpanId()).isEqualTo(asked.getSpanId());
        assertThat(answered.getParentSpanContext().isRemote()).isTrue();
    }

    @Test
    void aSignInIsPartOfTheTraceOfWhoSignsIn() {
        Map<String, SpanData> asked =
                CLIENT.spans().stream().collect(Collectors.toMap(SpanData::getSpanId, Function.identity()));
        String trace = CLIENT.last("application").getTraceId();

        for (String name : List.of("GET /.well-known/oauth-authorization-server", "POST /register", "POST /token")) {
            SpanData answered = SERVER.last(name);
            assertThat(answered.getTraceId()).as(name).isEqualTo(trace);
            assertThat(asked.get(answered.getParentSpanId()))
                    .as(name)
                    .satisfies(request -> assertThat(request.getName()).endsWith(" authorization server"))
                    .satisfies(request -> assertThat(request.getKind()).isEqualTo(SpanKind.CLIENT));
        }
    }

    @Test
    void isWhatTheJournalOfTheClientNamesToo() {
        String trace = CLIENT.last("application").getTraceId();

        assertThat(EVENTS)
                .isNotEmpty()
                .allSatisfy(event -> assertThat(event.facts()).containsEntry("trace", trace));
    }

    @Test
    void aBrowserHasNoTrace() {
        SpanData page = SERVER.last("GET /authorize");

        assertThat(page.getParentSpanContext().isValid()).isFalse();
        assertThat(page.getTraceId()).isNotEqualTo(CLIENT.last("application").getTraceId());
    }

    @Test
    void haveTheTagsAndNothingElse() {
        assertThat(SERVER.last("tools/call greet").getAttributes().asMap())
                .extractingFromEntries(entry -> entry.getKey().getKey())
                .containsExactlyInAnyOrder("method", "target", "version", "outcome");
        assertThat(SERVER.last("POST /token").getAttributes().asMap())
                .extractingFromEntries(entry -> entry.getKey().getKey() + "=" + entry.getValue())
                .containsExactlyInAnyOrder("endpoint=/token", "method=POST", "status=200");
    }
}
