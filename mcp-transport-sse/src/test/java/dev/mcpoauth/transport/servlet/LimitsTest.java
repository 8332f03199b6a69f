package dev.mcpoauth.transport.servlet;

import static dev.mcpoauth.transport.servlet.TestServer.initializeBody;
import static dev.mcpoauth.transport.servlet.TestServer.result;
import static dev.mcpoauth.transport.servlet.TestServer.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcpoauth.transport.server.ToolResult;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Threads, sessions and streams stay within their limits. */
class LimitsTest {

    @Test
    void runsMoreHandlersAtOnceThanTheContainerHasThreads() throws Exception {
        // Every handler waits for all others: with a container thread each, 8 threads could never get 32 of them there.
        CountDownLatch all = new CountDownLatch(32);
        try (TestServer server = new TestServer(
                builder -> builder.tool(Fixtures.tool("meet"), (arguments, context) -> {
                    all.countDown();
                    return ToolResult.text(String.valueOf(all.await(20, TimeUnit.SECONDS)));
                }),
                settings -> settings,
                8)) {
            List<CompletableFuture<HttpResponse<String>>> calls = new ArrayList<>();
            for (int i = 0; i < 32; i++) {
                calls.add(server.http.sendAsync(
                        server.stateless("tools/call", "{\"name\":\"meet\"}").build(),
                        HttpResponse.BodyHandlers.ofString()));
            }
            for (var call : calls)
                assertThat(text(result(call.get(30, TimeUnit.SECONDS)))).isEqualTo("true");
        }
    }

    @Test
    void forgetsAbandonedAndIdleSessions() throws Exception {
        SettableClock clock = new SettableClock();
        try (TestServer server = new TestServer(
                Fixtures::application, settings -> settings.clock(clock).heartbeat(Duration.ofMillis(20)), 0)) {
            for (int i = 0; i < 50; i++) server.initialize("2025-11-25");
            String used = server.initialize("2025-11-25");
            server.post(TestServer.rpc(1, "ping", "{}"), "Mcp-Session-Id", used);
            clock.advance(Duration.ofSeconds(61));
            Awaitility.await().until(() -> server.servlet.sessionCount() == 1);
            clock.advance(Duration.ofMinutes(30));
            Awaitility.await().until(() -> server.servlet.sessionCount() == 0);
        }
    }

    @Test
    void countsSessionsOfOneCallerSeparately() throws Exception {
        try (TestServer server =
                new TestServer(Fixtures::application, settings -> settings.maxSessionsPerCaller(1), 0)) {
            server.initialize("2025-11-25", "X-Test-Caller", "ada");
            assertThat(server.post(initializeBody("2025-11-25"), "X-Test-Caller", "ada")
                            .statusCode())
                    .isEqualTo(503);
            assertThat(server.post(initializeBody("2025-11-25"), "X-Test-Caller", "eve")
                            .statusCode())
                    .isEqualTo(200);
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
        while (!read.toString().contains("\n: \n")) read.append((char) stream.read());
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

    private static final class SettableClock extends Clock {
        private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));

        void advance(Duration by) {
            now.updateAndGet(instant -> instant.plus(by));
        }

        @Override
        public Instant instant() {
            return now.get();
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
