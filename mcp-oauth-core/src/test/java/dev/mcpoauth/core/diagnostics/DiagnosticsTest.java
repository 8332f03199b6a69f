package dev.mcpoauth.core.diagnostics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.mcpoauth.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class DiagnosticsTest {
    private static final Reason REASON = new Reason("pkce.verifier-mismatch");

    @ParameterizedTest
    @ValueSource(strings = {"", "pkce", "Pkce.x", "pkce.", ".x", "pkce x.y", "pkce.x--y", "pkce..y", "pkce.x\n"})
    void refusesReasonIdsThatNobodyCouldGrep(String id) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Reason(id));
    }

    @Test
    void keepsFactsPrintableAndBounded() {
        DiagnosticEvent event = event(Decision.REFUSED)
                .fact("client_name", "a\r\nb\u202e\u0007")
                .fact("long", "x".repeat(10_000))
                .build();
        assertThat(event.facts().get("client_name")).isEqualTo("a\uFFFD\uFFFDb\uFFFD\uFFFD");
        assertThat(event.facts().get("long")).hasSizeLessThan(600);
    }

    @Test
    void keepsABoundedNumberOfFacts() {
        DiagnosticEvent.Builder builder = event(Decision.REFUSED);
        for (int i = 0; i < 100; i++) {
            builder.fact("f" + i, i);
        }
        assertThat(builder.build().facts()).hasSize(32);
    }

    @Test
    void aListenerThatFailsDeprivesNobody() {
        List<DiagnosticEvent> heard = new ArrayList<>();
        DiagnosticListener broken = event -> {
            throw new IllegalStateException("broken");
        };
        DiagnosticListener.of(List.of(broken, heard::add))
                .on(event(Decision.PERMITTED).build());
        assertThat(heard).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"PERMITTED, DEBUG", "TOLERATED, WARN", "REFUSED, INFO", "FAILED, ERROR"})
    void logsEachDecisionOnceAtItsLevel(Decision decision, String level) {
        Logger logger = (Logger) LoggerFactory.getLogger("test.diagnostics." + decision);
        logger.setLevel(Level.TRACE);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        logger.addAppender(lines);

        new Slf4jDiagnostics(logger)
                .on(event(decision)
                        .fact("client_id", "c1")
                        .cause(new IllegalStateException("store"))
                        .build());

        assertThat(lines.list).singleElement().satisfies(line -> {
            assertThat(line.getLevel()).hasToString(level);
            assertThat(line.getKeyValuePairs().toString())
                    .contains("pkce.verifier-mismatch", "0000000000000000", "client_id", "c1");
            assertThat(line.getFormattedMessage()).isEqualTo(decision + " pkce.verifier-mismatch");
            assertThat(line.getThrowableProxy().getMessage()).isEqualTo("store");
        });
    }

    @Test
    void aJsonEncoderHasEachFactAsAMember() {
        Logger logger = (Logger) LoggerFactory.getLogger("test.diagnostics.json");
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        logger.addAppender(lines);
        new Slf4jDiagnostics(logger)
                .on(event(Decision.REFUSED)
                        .fact("client_id", "a \"quoted\" name")
                        .build());

        JsonEncoder encoder = new JsonEncoder();
        encoder.setContext(logger.getLoggerContext());
        encoder.start();
        JsonObject line = JsonObject.parse(encoder.encode(lines.list.get(0)));

        assertThat(line.string("level")).contains("INFO");
        assertThat(line.toJson())
                .contains(
                        "{\"reason\":\"pkce.verifier-mismatch\"}",
                        "{\"correlation_id\":\"0000000000000000\"}",
                        "{\"client_id\":\"a \\\"quoted\\\" name\"}");
    }

    @Test
    void fingerprintsAreTheFirstDigitsOfTheSha256() {
        assertThat(Fingerprint.of("abc")).hasToString("ba7816bf");
        assertThatIllegalArgumentException().isThrownBy(() -> new Fingerprint("abc"));
    }

    @Test
    void correlationIdsComeFromTheGivenRandomness() {
        assertThat(CorrelationId.generate(new Random(1))).isEqualTo(CorrelationId.generate(new Random(1)));
        assertThatIllegalArgumentException().isThrownBy(() -> new CorrelationId("a b"));
    }

    private static DiagnosticEvent.Builder event(Decision decision) {
        return DiagnosticEvent.at(Instant.EPOCH, new CorrelationId("0000000000000000"), decision, REASON);
    }
}
