package dev.mcpoauth.example.database.store;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;

/** Connections to Redis, with Jedis. */
final class RedisPool implements AutoCloseable {

    private static final int PORT = 6379;

    private final RedisClient jedis;

    private RedisPool(RedisClient jedis) {
        this.jedis = jedis;
    }

    static RedisPool of(StoreUrl url, StoreLimits limits) {
        URI address = URI.create(url.address());
        int port = address.getPort() < 0 ? PORT : address.getPort();
        return new RedisPool(RedisClient.builder()
                .hostAndPort(new HostAndPort(address.getHost(), port))
                .clientConfig(client(url, address, limits))
                .poolConfig(pool(limits))
                .build());
    }

    private static DefaultJedisClientConfig client(StoreUrl url, URI address, StoreLimits limits) {
        DefaultJedisClientConfig.Builder config = DefaultJedisClientConfig.builder()
                .connectionTimeoutMillis(limits.patienceMillis())
                .socketTimeoutMillis(limits.answerMillis())
                .ssl(address.getScheme().equals("rediss"))
                .database(database(address.getPath()));
        url.user().ifPresent(config::user);
        url.password().ifPresent(config::password);
        return config.build();
    }

    private static int database(String path) {
        return path.length() < 2 ? 0 : Integer.parseInt(path.substring(1));
    }

    private static ConnectionPoolConfig pool(StoreLimits limits) {
        ConnectionPoolConfig pool = new ConnectionPoolConfig();
        pool.setMaxTotal(limits.connections());
        pool.setMaxIdle(limits.connections());
        pool.setMaxWait(limits.patience());
        pool.setJmxEnabled(false);
        return pool;
    }

    /** Runs a script. It is not sent again when its answer was lost. */
    Object eval(byte[] script, List<byte[]> keys, List<byte[]> arguments) {
        try {
            return jedis.eval(script, keys, arguments);
        } catch (JedisConnectionException e) {
            leaveTheServer();
            throw e;
        } catch (JedisDataException e) {
            if (isOfAReplica(e)) leaveTheServer();
            throw e;
        }
    }

    /** After a failover connections may still lead to the server that is a replica now. */
    private static boolean isOfAReplica(JedisDataException failure) {
        return Optional.ofNullable(failure.getMessage())
                .filter(text -> text.startsWith("READONLY") || text.contains("-READONLY"))
                .isPresent();
    }

    /** What became of one connection probably became of all: the idle ones are closed, and not found out one by one. */
    private void leaveTheServer() {
        jedis.getPool().clear();
    }

    @Override
    public void close() {
        jedis.close();
    }
}
