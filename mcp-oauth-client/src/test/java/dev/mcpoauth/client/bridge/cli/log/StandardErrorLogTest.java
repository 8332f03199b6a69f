package dev.mcpoauth.client.bridge.cli.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.event.Level;

class StandardErrorLogTest {
    private final PrintStream before = System.err;
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

    @BeforeEach
    void takeStandardError() {
        System.setErr(new PrintStream(errors, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void giveItBack() {
        System.setErr(before);
    }

    @Test
    void writesOneLineWithItsArguments() {
        new StandardErrorLogger("a.B", Level.INFO.toInt()).info("{} of {}", 1, "two");
        assertThat(written()).matches("\\d\\d:\\d\\d:\\d\\d(\\.\\d+)? \\[[^]]+] INFO a\\.B - 1 of two\\R");
    }

    @Test
    void writesWhatLedToIt() {
        Exception thrown = new IllegalStateException("outer", new IllegalArgumentException("inner"));
        new StandardErrorLogger("a.B", Level.INFO.toInt()).warn("failed", thrown);
        assertThat(written())
                .contains("java.lang.IllegalStateException: outer\n\tat ")
                .contains("java.lang.IllegalArgumentException: inner\n\tat ");
    }

    @Test
    void letsNoTextForgeALineOrControlTheTerminal() {
        String text = "\u001b[2J\r\n12:30:05.123 [main] INFO a.B - all is well\u202e\u009b1m\u2028" + "x".repeat(400);
        Exception thrown = new IllegalStateException(text, new IllegalArgumentException(text));
        new StandardErrorLogger("a.B", Level.INFO.toInt()).warn("No connection: {}", text, thrown);
        assertThat(written().lines().filter(line -> !line.startsWith("\tat "))).hasSize(3);
        assertThat(written())
                .contains("No connection: \ufffd[2J\ufffd\ufffd12:30", "x".repeat(400))
                .doesNotContain("\u001b", "\r", "\u202e", "\u009b", "\u2028");
    }

    @Test
    void keepsQuietBelowItsLevel() {
        Logger off = new StandardErrorLogger("a.B", Integer.MAX_VALUE);
        off.error("no");
        new StandardErrorLogger("a.B", Level.INFO.toInt()).debug("no");
        assertThat(written()).isEmpty();
        assertThat(off.isErrorEnabled()).isFalse();
    }

    private String written() {
        return errors.toString(StandardCharsets.UTF_8);
    }
}
