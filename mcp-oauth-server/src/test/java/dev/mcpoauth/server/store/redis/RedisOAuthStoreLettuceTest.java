package dev.mcpoauth.server.store.redis;

class RedisOAuthStoreLettuceTest extends RedisContract {
    @Override
    TestClient connect(int port) {
        return LettuceClient.at(port);
    }
}
