package dev.mcpoauth.transport.servlet;

import static dev.mcpoauth.transport.servlet.TestServer.result;
import static dev.mcpoauth.transport.servlet.TestServer.rpc;
import static dev.mcpoauth.transport.servlet.TestServer.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpoauth.transport.server.ToolResult;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Neither handlers nor streams hold threads of the container. */
class ThreadsTest {

    private static final int CONTAINER_THREADS = 8;

    @ParameterizedTest
    @ValueSource(strings = {"stateless", "session"})
    void thirtyTwoHandlersOverlapOnEightContainerThreads(String era) throws Exception {
        // Every handler waits for all others: with a container thread each, 8 threads could never get 32 of them there.
        CountDownLatch all = new CountDownLatch(32);
        try (TestServer server = new TestServer(
                builder -> builder.tool(Fixtures.tool("meet"), (arguments, context) -> {
                    all.countDown();
                    return ToolResult.text(String.valueOf(all.await(20, TimeUnit.SECONDS)));
                }),
                settings -> settings,
                CONTAINER_THREADS)) {
            String session = server.initialize("2025-11-25");
            List<CompletableFuture<HttpResponse<String>>> calls = new ArrayList<>();
            for (int i = 0; i < 32; i++) {
                HttpRequest.Builder call = era.equals("stateless")
                        ? server.stateless("tools/call", "{\"name\":\"meet\"}")
                        : server.request("Mcp-Session-Id", session)
                                .POST(HttpRequest.BodyPublishers.ofString(rpc(i, "tools/call", "{\"name\":\"meet\"}")));
                calls.add(server.http.sendAsync(call.build(), HttpResponse.BodyHandlers.ofString()));
            }
            for (var call : calls)
                assertThat(text(result(call.get(30, TimeUnit.SECONDS)))).isEqualTo("true");
            Awaitility.await().until(() -> server.servlet.callCount() == 0);
        }
    }

    @Test
    void idleStreamsHoldNoThread() throws Exception {
        try (TestServer server = new TestServer(Fixtures::application, settings -> settings, CONTAINER_THREADS)) {
            String session = server.initialize("2025-11-25");
            server.callStateless("tools/call", "{\"name\":\"echo\"}");
            List<RawClient> clients = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                HttpRequest.Builder request = i % 2 == 0
                        ? server.stateless("subscriptions/listen", "{\"notifications\":{}}")
                        : server.request("Mcp-Session-Id", server.initialize("2025-11-25"))
                                .GET();
                clients.add(RawClient.connect(server).send(request.build()));
            }
            Awaitility.await().until(() -> server.servlet.streamCount() == 200);
            Awaitility.await().until(() -> server.busyThreads() == 0);
            assertThat(server.servlet.callCount()).isZero();
            assertThat(threadsOfOurs())
                    .allMatch(name -> name.equals("mcp-heartbeat") || name.startsWith("mcp-handler-1"));
            assertThat(server.post(rpc(1, "ping", "{}"), "Mcp-Session-Id", session)
                            .statusCode())
                    .isEqualTo(200);
            for (RawClient client : clients) client.close();
        }
    }

    private static List<String> threadsOfOurs() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("mcp-"))
                .filter(name -> !name.startsWith("mcp-client"))
                .distinct()
                .toList();
    }
}
