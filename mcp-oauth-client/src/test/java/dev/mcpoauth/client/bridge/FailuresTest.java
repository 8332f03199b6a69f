package dev.mcpoauth.client.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpoauth.client.error.AuthException.LoginFailed;
import dev.mcpoauth.client.error.ClientReasons;
import dev.mcpoauth.client.error.FlowTrace;
import dev.mcpoauth.core.diagnostics.CorrelationId;
import dev.mcpoauth.core.diagnostics.DiagnosticListener;
import dev.mcpoauth.core.diagnostics.TraceParent;
import dev.mcpoauth.transport.json.Json;
import java.time.Clock;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FailuresTest {
    private static Json data(Optional<TraceParent> trace) {
        FlowTrace flow = new FlowTrace(DiagnosticListener.NONE, Clock.systemUTC(), new CorrelationId("test"), trace);
        return Failures.of(flow.refuse(LoginFailed::new, ClientReasons.LOGIN_DENIED, "the user said no"))
                .data();
    }

    @Test
    void aHostIsToldTheTraceOfASignInThatFailed() {
        TraceParent trace = TraceParent.generate(new Random(3));

        Json data = data(Optional.of(trace));

        assertThat(data.at("reason").flatMap(Json::asString)).contains("client.login.denied");
        assertThat(data.at("trace").flatMap(Json::asString)).contains(trace.traceId());
    }

    @Test
    void aHostIsToldNoneIfThereIsNone() {
        assertThat(data(Optional.empty()).at("trace").flatMap(Json::asString)).isEmpty();
    }
}
