package dev.mcpoauth.server.store.redis;

/** A Redis client in the hands of a test. */
interface TestClient extends AutoCloseable {

    /** What the store gets. */
    RedisEval eval();

    /** Whether the server answers through this client. */
    boolean isConnected();

    @Override
    void close();
}
