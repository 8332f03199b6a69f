package dev.mcpoauth.transport.stdio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.mcpoauth.transport.ProtocolVersion.Era;
import dev.mcpoauth.transport.client.CallOptions;
import dev.mcpoauth.transport.client.CallTimeoutException;
import dev.mcpoauth.transport.client.Interest;
import dev.mcpoauth.transport.client.McpClient;
import dev.mcpoauth.transport.client.Subscription;
import dev.mcpoauth.transport.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("stdio, client: B.3")
class StdioTransportTest {

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({
        "modern, STATELESS",
        "other-version, STATELESS",
        "legacy, SESSION",
        "odd, SESSION",
        "dies, SESSION",
        "silent, SESSION"
    })
    @DisplayName("IO-C6, IO-C7, ERA-C5: the era is found with a process of its own, and no one error code decides it")
    void findsTheEra(String behaviour, Era era) throws Exception {
        try (McpClient client = connect(behaviour, Optional.empty())) {
            assertThat(client.protocolVersion().era()).isEqualTo(era);
            assertThat(client.callTool("t", Json.EMPTY_OBJECT).text()).isEqualTo("done");
        }
        List<Long> processes = pids();
        assertThat(processes).hasSize(2);
        assertThat(log(processes.get(1))).doesNotContain("server/discover stamped");
    }

    @Test
    @DisplayName("Requests of the stateless era carry their metadata")
    void stampsRequestsOfTheStatelessEra() throws Exception {
        try (McpClient client = connect("modern", Optional.of(Era.STATELESS))) {
            client.callTool("t", Json.EMPTY_OBJECT);
        }
        assertThat(log(pids().get(0))).containsExactly("start", "tools/call stamped", "end of input");
    }

    @Test
    @DisplayName("IO-C4: a server that ended is started again for the next request, in the stateless era")
    void startsACrashedServerAgain() throws Exception {
        try (McpClient client = connect("modern", Optional.of(Era.STATELESS))) {
            client.callTool("t", Json.EMPTY_OBJECT);
            assertThatThrownBy(() -> client.callTool("crash", Json.EMPTY_OBJECT))
                    .isInstanceOf(IOException.class);
            assertThat(client.callTool("t", Json.EMPTY_OBJECT).text()).isEqualTo("done");
        }
        assertThat(pids()).hasSize(2);
    }

    @Test
    @DisplayName("IO-C5: a server that was started again hears of the subscription again")
    void subscribesAgainAfterARestart() throws Exception {
        try (McpClient client = connect("modern", Optional.of(Era.STATELESS))) {
            client.callTool("t", Json.EMPTY_OBJECT);
            Subscription subscription = client.subscribe(Interest.inLists());
            await().until(() -> log(pids().get(0)).contains("subscriptions/listen stamped"));
            assertThatThrownBy(() -> client.callTool("crash", Json.EMPTY_OBJECT))
                    .isInstanceOf(IOException.class);
            await().until(() -> pids().size() == 2 && log(pids().get(1)).contains("subscriptions/listen stamped"));
            assertThat(subscription.isOpen()).isTrue();
            subscription.close();
        }
    }

    @Test
    @DisplayName("IO-C5: a subscription that the server cancels is over, and made again")
    void subscribesAgainAfterTheServerCancelled() throws Exception {
        try (McpClient client = connect("cancels", Optional.of(Era.STATELESS))) {
            Subscription subscription = client.subscribe(Interest.inLists());
            await().until(() -> log(pids().get(0)).stream()
                            .filter("subscriptions/listen stamped"::equals)
                            .count()
                    == 2);
            subscription.close();
        }
    }

    @Test
    @DisplayName("IO-C2: no response is written in the stateless era, whatever the server asks")
    void answersNoRequestsOfTheServer() throws Exception {
        try (McpClient client = connect("modern", Optional.of(Era.STATELESS))) {
            assertThat(client.callTool("asks", Json.EMPTY_OBJECT).text()).isEqualTo("done");
            assertThat(client.callTool("t", Json.EMPTY_OBJECT).text()).isEqualTo("done");
        }
        assertThat(log(pids().get(0)))
                .containsExactly("start", "tools/call stamped", "tools/call stamped", "end of input");
    }

    @Test
    @DisplayName("A session does not survive its process")
    void doesNotStartASessionAgain() throws Exception {
        try (McpClient client = connect("legacy", Optional.of(Era.SESSION))) {
            assertThatThrownBy(() -> client.callTool("crash", Json.EMPTY_OBJECT))
                    .isInstanceOf(IOException.class);
            assertThatThrownBy(() -> client.callTool("t", Json.EMPTY_OBJECT)).isInstanceOf(IOException.class);
        }
        assertThat(pids()).hasSize(1);
    }

    @Test
    @DisplayName("IO-C8: a call is cancelled by notification")
    void cancelsByNotification() throws Exception {
        try (McpClient client = connect("modern", Optional.of(Era.STATELESS))) {
            CallOptions hasty = CallOptions.DEFAULT.within(Duration.ofSeconds(1), Duration.ofSeconds(10));
            assertThatThrownBy(() -> client.callTool("hang", Json.EMPTY_OBJECT, hasty))
                    .isInstanceOf(CallTimeoutException.class);
            await().until(() -> log(pids().get(0)).contains("notifications/cancelled"));
        }
    }

    @Test
    @DisplayName("Lines that are no message are skipped")
    void skipsNoise() throws Exception {
        try (McpClient client = connect("modern", Optional.of(Era.STATELESS))) {
            assertThat(client.callTool("noise", Json.EMPTY_OBJECT).text()).isEqualTo("done");
        }
    }

    @Test
    @DisplayName("A line that never ends is refused")
    void refusesALineThatNeverEnds() throws Exception {
        try (McpClient client = connect("modern", Optional.of(Era.STATELESS))) {
            assertThatThrownBy(() -> client.callTool("huge", Json.EMPTY_OBJECT))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("longer than");
        }
    }

    @Test
    @DisplayName("IO-C3: the input is closed first")
    void closesTheInputOfTheServer() throws Exception {
        connect("modern", Optional.of(Era.STATELESS)).close();
        await().until(() -> log(pids().get(0)).contains("end of input"));
    }

    @Test
    @DisplayName("IO-C3: a server that stays is terminated")
    void terminatesAServerThatStays() throws Exception {
        McpClient client = connect("stays", Optional.of(Era.SESSION));
        long pid = pids().get(0);
        client.close();
        await().until(() -> ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty());
        assertThat(log(pid)).contains("end of input");
    }

    @Test
    void reportsAProgramThatCannotBeStarted() {
        StdioTransport transport = StdioTransport.running("/no/such/program").build();
        assertThatThrownBy(() -> McpClient.over(transport).connect()).isInstanceOf(IOException.class);
    }

    @Test
    void refusesSettingsThatCannotWork() {
        assertThatIllegalArgumentException().isThrownBy(() -> StdioTransport.running(List.of()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StdioTransport.running("x").errors(ProcessBuilder.Redirect.PIPE));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StdioTransport.running("x").maxLineBytes(0));
    }

    private McpClient connect(String behaviour, Optional<Era> era) throws Exception {
        StdioTransport.Builder transport = StdioTransport.running(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        Path.of(StdioPeer.class
                                        .getProtectionDomain()
                                        .getCodeSource()
                                        .getLocation()
                                        .toURI())
                                .toString(),
                        StdioPeer.class.getName(),
                        behaviour,
                        directory.resolve("log").toString())
                .errors(ProcessBuilder.Redirect.DISCARD)
                .maxLineBytes(1_000_000)
                .probeTimeout(Duration.ofSeconds(3))
                .exitTimeout(Duration.ofSeconds(1));
        era.ifPresent(transport::era);
        return McpClient.over(transport.build()).as("test", "1").connect();
    }

    /** The processes that were started, in order. */
    private List<Long> pids() throws IOException {
        return lines().stream()
                .filter(line -> line.endsWith(" start"))
                .map(line -> Long.valueOf(line.split(" ", 2)[0]))
                .toList();
    }

    private List<String> log(long pid) throws IOException {
        return lines().stream()
                .filter(line -> line.startsWith(pid + " "))
                .map(line -> line.split(" ", 2)[1])
                .toList();
    }

    private List<String> lines() throws IOException {
        Path log = directory.resolve("log");
        await().until(() -> Files.exists(log) && !Files.readString(log).isEmpty());
        return Files.readAllLines(log);
    }
}
