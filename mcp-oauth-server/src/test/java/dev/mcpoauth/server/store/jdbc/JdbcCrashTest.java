package dev.mcpoauth.server.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpoauth.core.store.OAuthStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A process with an embedded database is killed under load at a random moment, again and again over the same data. Whatever it
 * told anybody still holds then, and what it did not tell is done as a whole or not at all.
 */
class JdbcCrashTest {
    private final Random random = new Random();

    @ParameterizedTest
    @EnumSource(names = {"H2_FILE", "SQLITE"})
    void aKilledProcessForgetsNothingThatItTold(TestedDatabase kind) throws Exception {
        var ledger = new CrashLedger();
        try (FreshDatabase database = kind.fresh()) {
            for (int round = 0; round < CrashRounds.COUNT; round++) {
                List<CrashNote> notes = writeUntilKilled(database.url(), 200 + random.nextInt(800));
                OAuthStore store = JdbcOAuthStore.over(database.pool());
                assertThat(store.capabilities().durable()).isTrue();
                ledger.check(store, notes);
                // Or the next process could not open it.
                database.closePools();
            }
        }
        CrashRounds.print("process with " + kind, ledger);
        assertThat(ledger.told()).isGreaterThanOrEqualTo(CrashRounds.COUNT * 80);
    }

    private static List<CrashNote> writeUntilKilled(String url, int lines) throws IOException, InterruptedException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process writer = new ProcessBuilder(
                        java,
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        CrashWriter.class.getName(),
                        url)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        List<CrashNote> notes = new ArrayList<>();
        try (var out = new BufferedReader(new InputStreamReader(writer.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                CrashNote.parse(line).ifPresent(notes::add);
                if (notes.size() == lines) {
                    // The handle kills without closing the stream: what was told until the end still counts.
                    writer.toHandle().destroyForcibly();
                }
            }
        } finally {
            writer.destroyForcibly().waitFor(30, TimeUnit.SECONDS);
        }
        return notes;
    }
}
