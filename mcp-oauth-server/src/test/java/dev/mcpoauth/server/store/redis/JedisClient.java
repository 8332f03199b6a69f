package dev.mcpoauth.server.store.redis;

import dev.mcpoauth.server.store.backend.LocalServer;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisException;

/** Jedis with a pool: it does not send a command again. */
final class JedisClient implements TestClient {
    private final RedisClient jedis;

    private JedisClient(RedisClient jedis) {
        this.jedis = jedis;
    }

    static JedisClient at(int port) {
        return at(port, 10_000);
    }

    static JedisClient at(int port, int timeoutMillis) {
        var pool = new ConnectionPoolConfig();
        pool.setMaxTotal(16);
        return new JedisClient(RedisClient.builder()
                .hostAndPort(LocalServer.host(), port)
                .clientConfig(DefaultJedisClientConfig.builder()
                        .timeoutMillis(timeoutMillis)
                        .build())
                .poolConfig(pool)
                .build());
    }

    RedisClient jedis() {
        return jedis;
    }

    @Override
    public RedisEval eval() {
        return jedis::eval;
    }

    @Override
    public boolean isConnected() {
        try {
            return jedis.ping().equals("PONG");
        } catch (JedisException e) {
            return false;
        }
    }

    @Override
    public void close() {
        jedis.close();
    }
}
