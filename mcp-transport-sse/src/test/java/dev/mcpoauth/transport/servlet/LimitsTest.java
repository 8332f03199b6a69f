package dev.mcpoauth.transport.servlet;

import static dev.mcpoauth.transport.servlet.TestServer.initializeBody;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcpoauth.transport.server.ToolResult;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Threads, sessions and streams stay within their limits. */
class LimitsTest {

    @Test
    void countsSessionsOfOneCallerSeparately() throws Exception {
        try (TestServer server =
                new TestServer(Fixtures::application, settings -> settings.maxSessionsPerCaller(1), 0)) {
            server.initialize("2025-11-25", "X-Test-Caller", "ada");
            assertThat(server.post(initializeBody("2025-11-25"), "X-Test-Caller", "ada")
                            .statusCode())
                    .isEqualTo(429);
            assertThat(server.post(initializeBody("2025-11-25"), "X-Test-Caller", "eve")
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void countsStreamsOfOneCallerSeparately() throws Exception {
        try (TestServer server =
                new TestServer(Fixtures::application, settings -> settings.maxStreamsPerCaller(1), 0)) {
            HttpResponse<InputStream> listening = server.http.send(
                    server.stateless("subscriptions/listen", "{\"notifications\":{}}", "X-Test-Caller", "ada")
                            .build(),
                    HttpResponse.BodyHandlers.ofInputStream());
            assertThat(listening.statusCode()).isEqualTo(200);
            HttpResponse<String> second =
                    server.callStateless("tools/call", "{\"name\":\"echo\"}", "X-Test-Caller", "ada");
            assertThat(second.statusCode()).isEqualTo(429);
            assertThat(TestServer.errorCode(second)).isEqualTo(-32603);
            assertThat(second.body()).contains("streams");
            assertThat(second.headers().firstValue("Retry-After")).isPresent();
            assertThat(server.callStateless("tools/call", "{\"name\":\"echo\"}", "X-Test-Caller", "eve")
                            .statusCode())
                    .isEqualTo(200);
            listening.body().close();
        }
    }

    @Test
    @DisplayName("E3-S7: quiet streams carry comments, and clients that vanished are noticed by them")
    void noticesClientsThatVanish() throws Exception {
        try (TestServer server =
                new TestServer(Fixtures::application, settings -> settings.heartbeat(Duration.ofMillis(30)), 0)) {
            List<InputStream> streams = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                InputStream stream = server.http
                        .send(
                                server.stateless("subscriptions/listen", "{\"notifications\":{}}")
                                        .build(),
                                HttpResponse.BodyHandlers.ofInputStream())
                        .body();
                streams.add(stream);
            }
            assertThat(server.servlet.streamCount()).isEqualTo(100);
            assertThat(readUntilComment(streams.get(0))).contains(":");
            for (InputStream stream : streams) stream.close();
            Awaitility.await().until(() -> server.servlet.streamCount() == 0);
        }
    }

    private static String readUntilComment(InputStream stream) throws Exception {
        StringBuilder read = new StringBuilder();
        while (!read.toString().contains(":\n")) read.append((char) stream.read());
        return read.toString();
    }

    @Test
    void turnsALongCallIntoAStreamSoThatItsClientIsWatched() throws Exception {
        CountDownLatch cancelled = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(1);
        try (TestServer server = new TestServer(
                builder -> builder.tool(Fixtures.tool("quiet"), (arguments, context) -> {
                    begun.countDown();
                    try {
                        new CountDownLatch(1).await();
                    } finally {
                        cancelled.countDown();
                    }
                    return ToolResult.text("never");
                }),
                settings -> settings.heartbeat(Duration.ofMillis(30)),
                0)) {
            HttpResponse<InputStream> response = server.http.send(
                    server.stateless("tools/call", "{\"name\":\"quiet\"}").build(),
                    HttpResponse.BodyHandlers.ofInputStream());
            assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
            response.body().close();
            assertThat(cancelled.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void refusesSettingsThatMakeNoSense() {
        assertThatThrownBy(() -> McpServletSettings.builder()
                        .maxSessions(0)
                        .maxBodyBytes(-1)
                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("maxSessions", "maxBodyBytes");
    }
}
