package dev.mcpoauth.server.store.redis;

class RedisOAuthStoreJedisTest extends RedisContract {
    @Override
    TestClient connect(int port) {
        return JedisClient.at(port);
    }
}
