package dev.mcpoauth.transport.shared.redis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisException;

/**
 * A Redis of a test's own, in memory, which can be stopped and started again. Where Redis is not installed the test is
 * skipped, or fails if {@code MCP_OAUTH_STORES_REQUIRED=true}.
 */
public final class RedisProcess implements AutoCloseable {

    private static final String NAME = "redis-server";

    private final Path program;
    private final int port;
    private Process process;
    private final RedisClient client;

    private RedisProcess(Path program) throws IOException {
        this.program = program;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        process = launch();
        client = RedisClient.builder()
                .hostAndPort("127.0.0.1", port)
                .clientConfig(
                        DefaultJedisClientConfig.builder().timeoutMillis(2_000).build())
                .build();
    }

    /** Starts one. */
    public static RedisProcess start() {
        Optional<Path> program = Arrays.stream(
                        System.getenv().getOrDefault("PATH", "").split(java.io.File.pathSeparator))
                .map(folder -> Path.of(folder, NAME))
                .filter(Files::isExecutable)
                .findFirst();
        if (program.isEmpty()) {
            if (Boolean.parseBoolean(System.getenv("MCP_OAUTH_STORES_REQUIRED"))) {
                throw new IllegalStateException(NAME + " is not installed");
            }
            Assumptions.abort(NAME + " is not installed");
        }
        try {
            RedisProcess redis = new RedisProcess(program.orElseThrow());
            redis.awaitReady();
            return redis;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Process launch() throws IOException {
        return new ProcessBuilder(List.of(
                        program.toString(),
                        "--bind",
                        "127.0.0.1",
                        "--port",
                        Integer.toString(port),
                        "--save",
                        "",
                        "--appendonly",
                        "no"))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private void awaitReady() {
        Awaitility.await().pollInterval(20, TimeUnit.MILLISECONDS).until(() -> {
            try {
                return client.ping().equals("PONG");
            } catch (JedisException e) {
                return false;
            }
        });
    }

    /** What the library needs of it. */
    public RedisEval eval() {
        return client::eval;
    }

    /** For what a test wants to look at. */
    public RedisClient client() {
        return client;
    }

    /** Ends it at once; what it held is gone. */
    public void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    /** Starts it again, with nothing in it. */
    public void startAgain() {
        try {
            process = launch();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        awaitReady();
    }

    @Override
    public void close() {
        client.close();
        kill();
    }
}
