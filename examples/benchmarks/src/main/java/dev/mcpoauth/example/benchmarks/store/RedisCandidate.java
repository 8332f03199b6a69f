package dev.mcpoauth.example.benchmarks.store;

import dev.mcpoauth.core.store.transfer.TransferableStore;
import dev.mcpoauth.server.store.backend.LocalServer;
import dev.mcpoauth.server.store.backend.RedisServer;
import dev.mcpoauth.server.store.redis.RedisOAuthStore;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.RedisClient;

/** Redis through a pool of Jedis connections; each write is on disk before it is acknowledged, except while it is filled. */
final class RedisCandidate implements Candidate {
    private static final int CONNECTIONS = 32;

    private final RedisServer server;
    private final RedisClient jedis;

    private RedisCandidate(RedisServer server, RedisClient jedis) {
        this.server = server;
        this.jedis = jedis;
    }

    static RedisCandidate run() {
        RedisServer server = RedisServer.run();
        var pool = new ConnectionPoolConfig();
        pool.setMaxTotal(CONNECTIONS);
        RedisClient jedis = RedisClient.builder()
                .hostAndPort(LocalServer.host(), server.port())
                .poolConfig(pool)
                .build();
        return new RedisCandidate(server, jedis);
    }

    @Override
    public String name() {
        return "Redis";
    }

    @Override
    public TransferableStore open() {
        return openWith("always");
    }

    @Override
    public TransferableStore openForFilling() {
        return openWith("no");
    }

    private TransferableStore openWith(String fsync) {
        jedis.configSet("appendfsync", fsync);
        return RedisOAuthStore.builder(jedis::eval).assumeDurable().open();
    }

    @Override
    public void close() {
        jedis.close();
        server.close();
    }
}
