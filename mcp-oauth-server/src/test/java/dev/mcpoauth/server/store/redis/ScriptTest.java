package dev.mcpoauth.server.store.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What Redis Cluster and the passed instants require of every script. */
class ScriptTest {
    private static final Pattern CALL = Pattern.compile("redis\\.p?call\\('(\\w+)', ([^,)]+)");

    private static String file(Script script) throws IOException {
        String name = script.name().toLowerCase(Locale.ROOT).replace('_', '-') + ".lua";
        try (InputStream in = ScriptTest.class.getResourceAsStream(name)) {
            assertThat(in).as(name).isNotNull();
            return new String(in.readAllBytes(), UTF_8);
        }
    }

    @ParameterizedTest
    @EnumSource
    void saysWhichKeysAndArgumentsItTakes(Script script) throws IOException {
        assertThat(file(script)).startsWith("-- ").contains("\n-- KEYS: ", "\n-- ARGV: ", "\n-- Returns ");
    }

    @ParameterizedTest
    @EnumSource
    void usesOnlyKeysThatWerePassed(Script script) throws IOException {
        for (MatchResult call : CALL.matcher(file(script)).results().toList()) {
            boolean asksTheServer = call.group(1).equals("INFO");
            assertThat(asksTheServer || call.group(2).matches("KEYS\\[\\w+]|key|unpack\\(KEYS"))
                    .as(call.group())
                    .isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void asksNoClock(Script script) throws IOException {
        assertThat(file(script)).doesNotContain("TIME'").doesNotContain("os.").doesNotContain("math.random");
    }

    @ParameterizedTest
    @EnumSource
    void isSentWithoutItsComments(Script script) {
        assertThat(new String(script.text(), UTF_8)).doesNotContain("--").contains("return");
    }
}
