package dev.mcpoauth.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpoauth.client.OAuthClient;
import dev.mcpoauth.client.ResourceSession;
import dev.mcpoauth.client.binding.TransportAuthorizer;
import dev.mcpoauth.client.http.HttpCall;
import dev.mcpoauth.client.http.HttpExchange;
import dev.mcpoauth.client.http.HttpReply;
import dev.mcpoauth.client.http.JdkHttpExchange;
import dev.mcpoauth.client.login.LoginPrompt;
import dev.mcpoauth.client.login.LoopbackUserAgent;
import dev.mcpoauth.client.registration.RegistrationSettings;
import dev.mcpoauth.core.diagnostics.TraceLog;
import dev.mcpoauth.core.form.Parameters;
import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.transport.client.ClientTransport;
import dev.mcpoauth.transport.client.McpClient;
import dev.mcpoauth.transport.client.http.HttpTransport;
import dev.mcpoauth.transport.json.Json;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("A sign-in, calls, a refresh and a refused one, client and server in one process")
@Timeout(60)
class SecretsTest {
    private static final List<String> SENT = List.of("code", "code_verifier", "refresh_token", "client_secret");
    private static final List<String> ANSWERED =
            List.of("access_token", "refresh_token", "client_secret", "registration_access_token");

    private final Set<String> secrets = ConcurrentHashMap.newKeySet();
    private final List<String> spans = new CopyOnWriteArrayList<>();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    /** What a tracer would export. */
    private final class Spans implements ObservationHandler<Observation.Context> {
        @Override
        public void onStop(Observation.Context context) {
            spans.add(context.getName() + " " + context.getContextualName() + " " + context.getAllKeyValues());
        }

        @Override
        public boolean supportsContext(Observation.Context context) {
            return true;
        }
    }

    /** Notes what is secret in what the client says and hears. */
    private final class Overhearing implements HttpExchange {
        private final HttpExchange network = new JdkHttpExchange();

        @Override
        public HttpReply send(HttpCall call) throws IOException, InterruptedException {
            HttpReply reply = network.send(call);
            if (!call.body().isEmpty() && !call.body().startsWith("{")) {
                Parameters form = Parameters.parse(call.body());
                SENT.forEach(name -> form.value(name).ifPresent(secrets::add));
            }
            if (reply.body().length > 0) {
                JsonObject answer = JsonObject.parse(reply.body());
                ANSWERED.forEach(name -> answer.string(name).ifPresent(secrets::add));
            }
            return reply;
        }
    }

    private void story() throws Exception {
        ObservationRegistry observations = TimedObservations.in(registry);
        observations.observationConfig().observationHandler(new Spans());
        try (MeasuredServer server = new MeasuredServer(registry, observations)) {
            Alice alice = new Alice();
            ResourceSession session = OAuthClient.forUsers(
                            LoopbackUserAgent.of(
                                    (URI url) -> {
                                        secrets.add(url.getRawQuery());
                                        return alice.open(url);
                                    },
                                    LoginPrompt.NONE),
                            RegistrationSettings.builder("the test").build())
                    .http(new ObservedExchange(new Overhearing(), observations))
                    .clock(server.clock())
                    .build()
                    .session(server.url);
            ClientTransport transport = HttpTransport.to(server.url)
                    .authorizer(new TransportAuthorizer(session))
                    .build();
            try (McpClient mcp = McpClient.over(new ObservedTransport(transport, observations))
                    .connect()) {
                for (Duration later : List.of(Duration.ZERO, Duration.ofHours(2), Duration.ofDays(3650))) {
                    server.advance(later);
                    mcp.callTool("greet", Json.EMPTY_OBJECT);
                    mcp.callTool("fail", Json.EMPTY_OBJECT);
                }
            }
            session.signOut();
        }
        secrets.add(Alice.PASSWORD);
    }

    @Test
    void leaveNoSecretInLogsMetersOrSpans() throws Exception {
        List<String> lines = new ArrayList<>();
        try (TraceLog log = TraceLog.start()) {
            story();
            lines.addAll(log.lines());
        }
        registry.getMeters().forEach(meter -> lines.add(meter.getId().toString()));
        lines.addAll(spans);

        assertThat(secrets).hasSizeGreaterThan(10);
        assertThat(lines)
                .anyMatch(line -> line.contains("REFUSED refresh."))
                .anyMatch(line -> line.contains("client.token.refreshed"))
                .anyMatch(line -> line.contains("mcp.server.calls"));
        for (String line : lines) {
            assertThat(secrets).noneMatch(line::contains);
        }
    }
}
