package dev.mcpoauth.transport.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpoauth.transport.refusal.Refusal;
import dev.mcpoauth.transport.server.ToolResult;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Clients that do not read what they asked for lose their connection before they cost much. */
class SlowReaderTest {

    private static final int CHUNK = 60_000;

    private final Beats beats = new Beats();
    private final AtomicLong mostBuffered = new AtomicLong();

    @Test
    void whatWaitsForOneReaderIsBounded() throws Exception {
        try (TestServer server = server(1 << 18, 64 << 20);
                RawClient client = RawClient.connectWithSmallBuffer(server)) {
            client.send(flood(server));
            Awaitility.await().until(() -> server.refusals.contains(Refusal.STREAM_SLOW_READER));
            Awaitility.await().until(() -> server.servlet.streamCount() == 0 && server.servlet.callCount() == 0);
            Awaitility.await().until(() -> server.servlet.bufferedBytes() == 0);
            // One chunk more may be in the hands of the container.
            assertThat(mostBuffered.get()).isBetween(1L << 17, (1L << 18) + 2 * CHUNK);
            assertThat(server.callStateless("tools/list", "{}").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void whatWaitsForAllReadersTogetherIsBounded() throws Exception {
        int readers = 20;
        int budget = 1 << 20;
        try (TestServer server = server(1 << 20, budget)) {
            List<RawClient> clients = new ArrayList<>();
            for (int i = 0; i < readers; i++) {
                clients.add(RawClient.connectWithSmallBuffer(server).send(flood(server)));
            }
            Awaitility.await()
                    .until(() -> server.refusals.stream()
                                    .filter(Refusal.STREAM_SLOW_READER::equals)
                                    .count()
                            == readers);
            Awaitility.await().until(() -> server.servlet.streamCount() == 0 && server.servlet.callCount() == 0);
            Awaitility.await().until(() -> server.servlet.bufferedBytes() == 0);
            assertThat(mostBuffered.get()).isLessThan(budget + readers * 2L * CHUNK);
            for (RawClient client : clients) client.close();
        }
    }

    @Test
    void anAnswerThatNobodyReadsDoesNotWaitForEver() throws Exception {
        try (TestServer server = server(1 << 20, 64 << 20);
                RawClient client = RawClient.connectWithSmallBuffer(server)) {
            client.send(server.stateless("tools/call", "{\"name\":\"huge\"}").build());
            Awaitility.await().until(() -> server.servlet.bufferedBytes() > 0 && server.servlet.callCount() == 0);
            for (int i = 0; i < 8; i++) {
                assertThat(server.servlet.streamCount()).isEqualTo(1);
                beats.beat();
            }
            beats.beat();
            Awaitility.await().until(() -> server.servlet.streamCount() == 0);
            assertThat(server.refusals).contains(Refusal.STREAM_SLOW_READER);
            Awaitility.await().until(() -> server.servlet.bufferedBytes() == 0);
            assertThat(client.untilLost()).contains("\r\nContent-Length: 16777").hasSizeLessThan(16 << 20);
        }
    }

    private HttpRequest flood(TestServer server) {
        return server.stateless("tools/call", "{\"name\":\"flood\",\"_meta\":{\"progressToken\":1}}")
                .build();
    }

    private TestServer server(long maxQueuedBytes, long maxInAll) {
        TestServer[] self = new TestServer[1];
        self[0] = new TestServer(
                builder -> builder.tool(Fixtures.tool("flood"), (arguments, context) -> {
                            String chunk = "x".repeat(CHUNK - 200);
                            for (int i = 1; !context.cancelled(); i++) {
                                context.progress(i, chunk);
                                mostBuffered.accumulateAndGet(self[0].servlet.bufferedBytes(), Math::max);
                            }
                            return ToolResult.text("never read");
                        })
                        .tool(Fixtures.tool("huge"), (arguments, context) -> ToolResult.text("x".repeat(16 << 20))),
                settings ->
                        settings.ticker(beats).maxQueuedBytes(maxQueuedBytes).maxQueuedBytesInAll(maxInAll),
                0);
        return self[0];
    }
}
