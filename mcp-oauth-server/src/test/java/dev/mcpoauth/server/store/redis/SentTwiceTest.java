package dev.mcpoauth.server.store.redis;

/** The contract with a client that sends every script twice, as one does whose connection broke before the first answer. */
class SentTwiceTest extends RedisContract {
    @Override
    TestClient connect(int port) {
        return JedisClient.at(port);
    }

    @Override
    RedisEval eval(TestClient connected) {
        RedisEval once = connected.eval();
        return (script, keys, arguments) -> {
            once.eval(script, keys, arguments);
            return once.eval(script, keys, arguments);
        };
    }
}
