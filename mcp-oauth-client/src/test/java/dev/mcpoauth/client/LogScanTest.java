package dev.mcpoauth.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpoauth.client.EveryClientReasonTest.Scene;
import dev.mcpoauth.client.error.ClientReasons;
import dev.mcpoauth.client.testing.ScriptedServer;
import dev.mcpoauth.core.diagnostics.Reason;
import dev.mcpoauth.core.diagnostics.TraceLog;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

@DisplayName(
        "However a sign-in goes wrong: no secret of it is in any log line of the client, with every logger at TRACE")
@Timeout(60)
class LogScanTest {
    /** Signs in twice, and tries to refresh in between. */
    private static final Reason EVERYTHING = ClientReasons.REFRESH_REJECTED;

    private static final Map<Reason, EveryClientReasonTest.Play> PLAYS = EveryClientReasonTest.plays();

    static Set<Reason> rows() {
        return PLAYS.keySet();
    }

    private static Set<String> playedSecrets(Scene scene, Reason reason) throws Exception {
        try (ScriptedServer server = scene.server) {
            try {
                PLAYS.get(reason).play(scene);
            } catch (IOException expected) {
                LoggerFactory.getLogger(LogScanTest.class).info("as an application logs it", expected);
            }
            return server.secrets();
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void noneIsLogged(Reason reason) throws Exception {
        try (TraceLog log = TraceLog.start()) {
            Set<String> secrets = playedSecrets(new Scene(), reason);

            assertThat(log.lines()).as("what the client logged").anyMatch(line -> line.contains(reason.id()));
            for (String line : log.lines()) {
                assertThat(secrets).noneMatch(line::contains);
            }
        }
    }

    @Test
    void theScanWouldFindOne() throws Exception {
        try (TraceLog log = TraceLog.start()) {
            Set<String> secrets = playedSecrets(new Scene(), EVERYTHING);
            assertThat(secrets).hasSizeGreaterThan(5);
            String secret = secrets.iterator().next();
            LoggerFactory.getLogger("dev.mcpoauth.example")
                    .atTrace()
                    .addKeyValue("token", secret)
                    .log("a mistake");

            assertThat(log.lines()).anyMatch(line -> line.contains(secret));
        }
    }
}
