package dev.mcpoauth.example.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a node says of a store that it cannot use. What several nodes do with one that they can is for {@code .ci/nodes}. */
class SharedStoreTest {

    private static final String POSTGRES = "jdbc:postgresql://127.0.0.1:PORT/oauth?user=u&password=hunter2";
    private static final String MARIADB = "jdbc:mariadb://127.0.0.1:PORT/oauth?user=u&password=hunter2";
    private static final String REDIS = "redis://u:hunter2@127.0.0.1:PORT/0";
    private static final String ACCOUNT = "--account=alice:secret";

    @TempDir
    Path directory;

    Path data;

    @BeforeEach
    void choose() {
        data = directory.resolve("data");
    }

    private int exit(String url, int port, String... more) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("--port=0", "--store=" + url.replace("PORT", "" + port)));
        arguments.addAll(List.of("--store-wait=500ms", "--store-timeout=1s"));
        arguments.addAll(List.of(more));
        try (ServerProcess server = ServerProcess.start(data, arguments.toArray(String[]::new))) {
            int exit = server.awaitExit();
            assertThat(server.output()).isEmpty();
            return exit;
        }
    }

    private String log() throws IOException {
        return Files.readString(directory.resolve("data.log"));
    }

    @ParameterizedTest
    @ValueSource(strings = {POSTGRES, MARIADB, REDIS})
    void saysThatItCannotBeReachedAndNothingSecret(String url) throws Exception {
        ServerSocket gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        gone.close();
        assertThat(exit(url, gone.getLocalPort(), ACCOUNT)).isEqualTo(1);
        assertThat(log())
                .contains("Cannot start: the store at ", "://127.0.0.1:" + gone.getLocalPort() + "/")
                .doesNotContain("hunter2", "password", "\tat ");
    }

    @ParameterizedTest
    @ValueSource(strings = {POSTGRES, MARIADB, REDIS})
    void doesNotWaitForOneThatNeverAnswers(String url) throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            assertThat(exit(url, silent.getLocalPort(), ACCOUNT)).isEqualTo(1);
        }
        assertThat(log()).contains("Cannot start: the store at ").doesNotContain("hunter2");
    }

    @Test
    void needsAccountsThatAreTheSameOnEachNode() throws Exception {
        assertThat(exit(POSTGRES, 9)).isEqualTo(2);
        assertThat(log()).contains("--store needs --account");
        assertThat(data.resolve("accounts")).doesNotExist();
    }
}
