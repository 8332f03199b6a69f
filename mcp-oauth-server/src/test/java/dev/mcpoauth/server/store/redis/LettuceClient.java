package dev.mcpoauth.server.store.redis;

import dev.mcpoauth.server.store.backend.LocalServer;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.lettuce.core.resource.Delay;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Lettuce with one connection for all threads: it connects again and then sends again what had no answer. */
final class LettuceClient implements TestClient {
    private final ClientResources resources;
    private final RedisClient client;
    private final StatefulRedisConnection<byte[], byte[]> connection;

    private LettuceClient(int port, Duration timeout, ClientOptions.DisconnectedBehavior whenDisconnected) {
        resources = DefaultClientResources.builder()
                .ioThreadPoolSize(2)
                .computationThreadPoolSize(2)
                .reconnectDelay(Delay.constant(Duration.ofMillis(20)))
                .build();
        client = RedisClient.create(
                resources,
                RedisURI.builder()
                        .withHost(LocalServer.host())
                        .withPort(port)
                        .withTimeout(timeout)
                        .build());
        client.setOptions(
                ClientOptions.builder().disconnectedBehavior(whenDisconnected).build());
        connection = client.connect(ByteArrayCodec.INSTANCE);
    }

    /** Fails at once while there is no connection. */
    static LettuceClient at(int port) {
        return at(port, Duration.ofSeconds(10));
    }

    static LettuceClient at(int port, Duration timeout) {
        return new LettuceClient(port, timeout, ClientOptions.DisconnectedBehavior.REJECT_COMMANDS);
    }

    /** As it comes: waits for a connection, up to the timeout. */
    static LettuceClient patientAt(int port, Duration timeout) {
        return new LettuceClient(port, timeout, ClientOptions.DisconnectedBehavior.DEFAULT);
    }

    @Override
    public RedisEval eval() {
        RedisCommands<byte[], byte[]> commands = connection.sync();
        return (script, keys, arguments) -> commands.eval(
                script, ScriptOutputType.MULTI, keys.toArray(byte[][]::new), arguments.toArray(byte[][]::new));
    }

    @Override
    public boolean isConnected() {
        try {
            return connection.sync().ping().equals("PONG");
        } catch (RedisException e) {
            return false;
        }
    }

    @Override
    public void close() {
        connection.close();
        client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
        resources.shutdown(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
