package dev.mcpoauth.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpoauth.client.OAuthClient;
import dev.mcpoauth.client.ResourceSession;
import dev.mcpoauth.client.binding.TransportAuthorizer;
import dev.mcpoauth.client.http.JdkHttpExchange;
import dev.mcpoauth.client.login.LoginPrompt;
import dev.mcpoauth.client.login.LoopbackUserAgent;
import dev.mcpoauth.client.registration.RegistrationSettings;
import dev.mcpoauth.transport.client.ClientTransport;
import dev.mcpoauth.transport.client.McpClient;
import dev.mcpoauth.transport.client.http.HttpTransport;
import dev.mcpoauth.transport.json.Json;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.transport.ReceiverContext;
import io.micrometer.observation.transport.SenderContext;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("A trace of the client goes on in the server (W3C Trace Context)")
@Timeout(60)
class TracesTest {
    private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    private final List<String> received = new CopyOnWriteArrayList<>();

    /** Does with contexts what the handlers of a tracer do. */
    private final class Tracer implements ObservationHandler<Observation.Context> {
        @Override
        @SuppressWarnings("unchecked") // that of this module
        public void onStart(Observation.Context context) {
            if (context instanceof SenderContext<?> sender) {
                Map<String, String> carrier = (Map<String, String>) sender.getCarrier();
                ((SenderContext<Map<String, String>>) sender).getSetter().set(carrier, "traceparent", TRACE);
            } else if (context instanceof ReceiverContext<?> receiver) {
                received.add(context.getName() + " " + read(receiver));
            }
        }

        private <C> String read(ReceiverContext<C> receiver) {
            return String.valueOf(receiver.getGetter().get(receiver.getCarrier(), "traceparent"));
        }

        @Override
        public boolean supportsContext(Observation.Context context) {
            return true;
        }
    }

    /** A handler that breaks must break nothing else. */
    private static final class Broken implements ObservationHandler<Observation.Context> {
        @Override
        public void onStart(Observation.Context context) {
            throw new IllegalStateException("at the start");
        }

        @Override
        public void onStop(Observation.Context context) {
            throw new IllegalStateException("at the end");
        }

        @Override
        public boolean supportsContext(Observation.Context context) {
            return true;
        }
    }

    private static String greeting(ObservationHandler<Observation.Context> handler) throws Exception {
        ObservationRegistry observations = ObservationRegistry.create();
        observations.observationConfig().observationHandler(handler);
        try (MeasuredServer server = new MeasuredServer(new SimpleMeterRegistry(), observations)) {
            ResourceSession session = OAuthClient.forUsers(
                            LoopbackUserAgent.of(new Alice(), LoginPrompt.NONE),
                            RegistrationSettings.builder("the test").build())
                    .http(new ObservedExchange(new JdkHttpExchange(), observations))
                    .build()
                    .session(server.url);
            ClientTransport transport = HttpTransport.to(server.url)
                    .authorizer(new TransportAuthorizer(session))
                    .build();
            try (McpClient mcp = McpClient.over(new ObservedTransport(transport, observations))
                    .connect()) {
                return mcp.callTool("greet", Json.EMPTY_OBJECT).text();
            }
        }
    }

    @Test
    void throughHeadersAndThroughMeta() throws Exception {
        assertThat(greeting(new Tracer())).isEqualTo("Hello");

        assertThat(received).contains("mcp.oauth.server.requests " + TRACE, "mcp.server.calls " + TRACE);
    }

    @Test
    void aBrokenHandlerChangesNoOutcome() throws Exception {
        assertThat(greeting(new Broken())).isEqualTo("Hello");
    }
}
