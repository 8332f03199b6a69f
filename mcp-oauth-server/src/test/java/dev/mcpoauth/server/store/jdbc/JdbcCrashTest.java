package dev.mcpoauth.server.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpoauth.core.secret.TokenHash;
import dev.mcpoauth.core.store.CodeStatus;
import dev.mcpoauth.core.store.OAuthStore;
import dev.mcpoauth.core.store.RefreshStatus;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a process was told is stored is still there after it was killed without warning. */
class JdbcCrashTest {
    private static final int ACKNOWLEDGED_BEFORE_THE_KILL = 600;

    @TempDir
    private Path folder;

    @RepeatedTest(2)
    @Timeout(60)
    void aKilledProcessLosesNothingThatWasAcknowledged() throws Exception {
        String url = "jdbc:h2:file:" + folder.resolve("store") + ";WRITE_DELAY=0";
        List<String> acknowledged = writeUntilKilled(url);
        assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(ACKNOWLEDGED_BEFORE_THE_KILL);
        var h2 = new H2StoreFixture();
        try (var anchor = H2StoreFixture.source(url).getConnection();
                OAuthStore store = h2.open(url)) {
            assertThat(anchor.isValid(5)).isTrue();
            assertThat(store.capabilities().durable()).isTrue();
            assertThat(acknowledged).allMatch(line -> isThere(store, line));
        }
    }

    private static List<String> writeUntilKilled(String url) throws IOException, InterruptedException {
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
        List<String> lines = new ArrayList<>();
        try (var out = new BufferedReader(new InputStreamReader(writer.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                lines.add(line);
                if (lines.size() == ACKNOWLEDGED_BEFORE_THE_KILL) {
                    // The handle kills without closing the stream: what was acknowledged until the end still counts.
                    writer.toHandle().destroyForcibly();
                }
            }
        } finally {
            writer.destroyForcibly().waitFor(30, TimeUnit.SECONDS);
        }
        return lines;
    }

    /** Each line ends with a full stop: one that the kill cut short was not acknowledged. */
    private static boolean isThere(OAuthStore store, String line) {
        String[] words = line.split(" ", -1);
        if (words.length != 3) {
            return true;
        }
        String key = words[1];
        return switch (words[0]) {
            case "client" -> store.clients().find(key).isPresent();
            case "grant" -> store.grants().find(key).isPresent();
            case "redeemed" ->
                store.codes().peek(TokenHash.parse(key)).orElseThrow().status() == CodeStatus.REDEEMED;
            case "rotated" -> isRefresh(store, key, RefreshStatus.ROTATED);
            case "refresh" ->
                isRefresh(store, key, RefreshStatus.ACTIVE) || isRefresh(store, key, RefreshStatus.ROTATED);
            case "access" -> store.tokens().findAccess(TokenHash.parse(key)).isPresent();
            default -> false;
        };
    }

    private static boolean isRefresh(OAuthStore store, String key, RefreshStatus status) {
        return store.tokens()
                .findRefresh(TokenHash.parse(key))
                .filter(view -> view.status() == status)
                .isPresent();
    }
}
