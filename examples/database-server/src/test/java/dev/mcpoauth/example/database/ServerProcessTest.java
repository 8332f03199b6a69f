package dev.mcpoauth.example.database;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mcpoauth.example.database.Peer.Tokens;
import dev.mcpoauth.transport.ProtocolVersion.Era;
import dev.mcpoauth.transport.client.CallOptions;
import dev.mcpoauth.transport.client.Interest;
import dev.mcpoauth.transport.client.McpClient;
import dev.mcpoauth.transport.client.Subscription;
import dev.mcpoauth.transport.client.ToolResult;
import dev.mcpoauth.transport.json.Json;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What only a process of its own can show: crashes, signals, exit codes. */
class ServerProcessTest {

    private static final String ACCOUNT = "--account=alice:secret";

    @TempDir
    Path directory;

    Path data;
    String port;

    @BeforeEach
    void choose() throws Exception {
        data = directory.resolve("data");
        try (ServerSocket free = new ServerSocket(0)) {
            port = "--port=" + free.getLocalPort();
        }
    }

    private static Tokens signIn(Peer peer, String client) throws Exception {
        return peer.signIn(client, "db:read db:write", "alice", "secret");
    }

    private static ToolResult call(Peer peer, Tokens tokens, String tool, String arguments) throws Exception {
        try (McpClient mcp = peer.connect(tokens.access())) {
            return mcp.callTool(tool, Json.parse(arguments));
        }
    }

    private static ToolResult write(Peer peer, Tokens tokens, String name) throws Exception {
        return call(
                peer,
                tokens,
                "change",
                "{\"statements\": [{\"sql\": \"insert into publisher (name, city, country) values (?, 'Oslo', 'NO')\","
                        + " \"parameters\": [\"" + name + "\"]}]}");
    }

    /** A client that signed in, with the newest tokens that the server acknowledged. */
    private record Acknowledged(String client, Tokens tokens) {}

    @Test
    void losesNothingThatItAcknowledgedWhenItIsKilled() throws Exception {
        Queue<String> registered = new ConcurrentLinkedQueue<>();
        Queue<Acknowledged> granted = new ConcurrentLinkedQueue<>();
        Queue<String> written = new ConcurrentLinkedQueue<>();
        AtomicInteger number = new AtomicInteger();
        ExecutorService clients = Executors.newFixedThreadPool(4);
        try (ServerProcess server = ServerProcess.start(
                data, port, ACCOUNT, "--registrations-per-window=100000", "--pending-requests-per-window=100000")) {
            Peer peer = new Peer(server.issuer());
            Callable<Void> traffic = () -> {
                while (true) {
                    String client = peer.register();
                    registered.add(client);
                    Tokens first = signIn(peer, client);
                    Tokens second = peer.refresh(client, first);
                    granted.add(new Acknowledged(client, second));
                    String press = "press " + number.incrementAndGet();
                    if (!write(peer, second, press).isError()) written.add(press);
                }
            };
            List<Future<Void>> running =
                    List.of(clients.submit(traffic), clients.submit(traffic), clients.submit(traffic));
            await().atMost(30, SECONDS).until(() -> written.size() >= 6);
            server.kill();
            for (Future<Void> each : running) await().atMost(20, SECONDS).until(each::isDone);
        } finally {
            clients.shutdownNow();
        }
        try (ServerProcess server = ServerProcess.start(data, port)) {
            Peer peer = new Peer(server.issuer());
            for (Acknowledged grant : granted) {
                assertThat(call(peer, grant.tokens(), "query", "{\"sql\": \"select 1\"}")
                                .isError())
                        .isFalse();
                assertThat(peer.refresh(grant.client(), grant.tokens()).scope()).isEqualTo("db:read db:write");
            }
            String last = List.copyOf(registered).get(registered.size() - 1);
            Tokens tokens = signIn(peer, last);
            String names = call(peer, tokens, "query", "{\"sql\": \"select name from publisher\", \"maxRows\": 1000}")
                    .text();
            assertThat(written).allSatisfy(name -> assertThat(names).contains("\"" + name + "\""));
        }
    }

    @Test
    void finishesRunningCallsOnSigterm() throws Exception {
        try (ServerProcess server = ServerProcess.start(data, port, ACCOUNT)) {
            Peer peer = new Peer(server.issuer());
            Tokens tokens = signIn(peer, peer.register());
            ExecutorService other = Executors.newSingleThreadExecutor();
            try (McpClient mcp = peer.connect(tokens.access())) {
                String slow =
                        "{\"sql\": \"select count(*) from book a, book b, system_range(1, 30) where a.title > b.title\"}";
                AtomicInteger progress = new AtomicInteger();
                Future<ToolResult> result = other.submit(() -> mcp.callTool(
                        "query", Json.parse(slow), CallOptions.DEFAULT.onProgress(p -> progress.incrementAndGet())));
                await().atMost(20, SECONDS).until(() -> progress.get() > 0 || result.isDone());
                int exit = server.terminate();
                assertThat(result.get().isError()).isFalse();
                assertThat(exit).isEqualTo(143);
            } finally {
                other.shutdownNow();
            }
        }
        assertThat(Files.readString(directory.resolve("data.log")))
                .contains("Stopped")
                .doesNotContain("ERROR", "WARN");
        try (ServerProcess again = ServerProcess.start(data, port)) {
            assertThat(again.issuer()).isNotNull();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"SESSION", "STATELESS"})
    void doesNotWaitForStreamsOnSigterm(Era era) throws Exception {
        try (ServerProcess server = ServerProcess.start(data, port, ACCOUNT, "--drain=25s")) {
            Peer peer = new Peer(server.issuer());
            Tokens tokens = signIn(peer, peer.register());
            try (McpClient mcp = peer.connect(tokens.access(), era)) {
                Subscription listening = mcp.subscribe(Interest.inLists());
                long started = System.nanoTime();
                assertThat(server.terminate()).isEqualTo(143);
                assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(15));
                assertThat(listening).isNotNull();
            }
        }
    }

    @Test
    void printsThePasswordOfTheFirstStartOnce() throws Exception {
        String password;
        try (ServerProcess server = ServerProcess.start(data, port)) {
            String line = server.output().get(0);
            assertThat(line).startsWith("First start: sign in as admin with the password ");
            password = line.substring(line.lastIndexOf(' ') + 1);
            assertThat(server.terminate()).isEqualTo(143);
        }
        assertThat(Files.readString(data.resolve("accounts"))).doesNotContain(password);
        assertThat(Files.readString(directory.resolve("data.log"))).doesNotContain(password);
        try (ServerProcess server = ServerProcess.start(data, port)) {
            assertThat(server.output()).noneMatch(line -> line.contains("password"));
            Peer peer = new Peer(server.issuer());
            assertThat(peer.signIn(peer.register(), "db:read", "admin", password)
                            .scope())
                    .isEqualTo("db:read");
        }
    }

    @Test
    void saysWhyItCannotStart() throws Exception {
        try (ServerProcess server = ServerProcess.start(data, port, ACCOUNT)) {
            assertThat(server.issuer()).isNotNull();
            try (ServerProcess samePort = ServerProcess.start(directory.resolve("other"), port, ACCOUNT)) {
                assertThat(samePort.awaitExit()).isEqualTo(1);
                assertThat(Files.readString(directory.resolve("other.log"))).contains("Cannot start", "in use");
            }
            try (ServerProcess wrong = ServerProcess.start(directory.resolve("wrong"), "--code-lifetime=1h")) {
                assertThat(wrong.awaitExit()).isEqualTo(2);
                assertThat(Files.readString(directory.resolve("wrong.log"))).contains("code lifetime must be");
                assertThat(wrong.output()).isEmpty();
            }
            Path file = Files.createFile(directory.resolve("file"));
            try (ServerProcess noDirectory = ServerProcess.start(file, port, ACCOUNT)) {
                assertThat(noDirectory.awaitExit()).isEqualTo(1);
                assertThat(Files.readString(directory.resolve("file.log")))
                        .contains("the data directory " + file + " cannot be made");
            }
        }
    }
}
