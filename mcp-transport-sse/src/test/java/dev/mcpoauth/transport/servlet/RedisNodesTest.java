package dev.mcpoauth.transport.servlet;

import static dev.mcpoauth.transport.servlet.TestServer.initializeBody;
import static dev.mcpoauth.transport.servlet.TestServer.rpc;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpoauth.transport.refusal.Refusal;
import dev.mcpoauth.transport.shared.SharedSessions;
import dev.mcpoauth.transport.shared.redis.RedisNodes;
import dev.mcpoauth.transport.shared.redis.RedisProcess;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RedisNodesTest extends NodesContract {

    private static RedisProcess redis;
    private final List<RedisNodes> nodes = new ArrayList<>();

    @BeforeAll
    static void startRedis() {
        redis = RedisProcess.start();
    }

    @AfterAll
    static void stopRedis() {
        redis.close();
    }

    @AfterEach
    void leave() {
        nodes.forEach(RedisNodes::close);
    }

    @Override
    SharedSessions newNode() {
        RedisNodes node = new RedisNodes(redis.eval());
        nodes.add(node);
        return node.sharedSessions();
    }

    @Test
    void noIdOfASessionIsInTheStore() throws Exception {
        try (TestServer server =
                new TestServer(Fixtures::application, settings -> settings.sharedSessions(newNode()), 0)) {
            String id = server.initialize("2025-11-25", "X-Test-Caller", "ada@example");
            server.post(
                    rpc(1, "tools/call", "{\"name\":\"talk\",\"_meta\":{\"progressToken\":1}}"),
                    "Mcp-Session-Id",
                    id,
                    "X-Test-Caller",
                    "ada@example");
            String all = redis.client().keys("*").toString()
                    + redis.client().keys("mcp:session:*").stream()
                            .map(key -> redis.client().hgetAll(key).toString())
                            .toList();
            assertThat(all).contains("mcp:session:", "2025-11-25").doesNotContain(id, "ada@example");
        }
    }

    @Test
    void anOutageIsNoUnknownSessionAndEndsByItself() throws Exception {
        try (RedisProcess own = RedisProcess.start();
                RedisNodes node = new RedisNodes(own.eval());
                TestServer server = new TestServer(
                        Fixtures::application, settings -> settings.sharedSessions(node.sharedSessions()), 0)) {
            String id = server.initialize("2025-11-25");
            own.kill();
            for (HttpResponse<String> answer : List.of(
                    server.post(rpc(1, "ping", "{}"), "Mcp-Session-Id", id),
                    server.post(initializeBody("2025-11-25")),
                    server.send(server.request("Mcp-Session-Id", id).DELETE()),
                    server.send(server.request("Mcp-Session-Id", id).GET()))) {
                assertThat(answer.statusCode()).isEqualTo(503);
                assertThat(answer.headers().firstValue("Retry-After")).isPresent();
                assertThat(answer.body()).contains("try again later").doesNotContain("Jedis", "127.0.0.1");
            }
            assertThat(server.refusals).containsOnly(Refusal.STORE_UNAVAILABLE);
            assertThat(server.callStateless("tools/list", "{}").statusCode())
                    .as("the stateless era needs no session")
                    .isEqualTo(200);
            own.startAgain();
            assertThat(server.post(initializeBody("2025-11-25")).statusCode()).isEqualTo(200);
        }
    }
}
