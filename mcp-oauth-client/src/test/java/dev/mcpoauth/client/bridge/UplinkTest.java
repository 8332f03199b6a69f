package dev.mcpoauth.client.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mcpoauth.transport.ProtocolVersion.Era;
import dev.mcpoauth.transport.client.ClientProfile;
import dev.mcpoauth.transport.client.ClientTransport;
import dev.mcpoauth.transport.json.Json;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Request;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Response;
import dev.mcpoauth.transport.jsonrpc.RequestId;
import dev.mcpoauth.transport.stdio.MessageWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What goes to a server of the stateless era, whose connection opens when a test wants it to. */
class UplinkTest {
    private static final Json DISCOVERY =
            Json.parse("{\"supportedVersions\":[\"2026-07-28\"],\"capabilities\":{\"tools\":{\"listChanged\":true}}}");

    private final ByteArrayOutputStream told = new ByteArrayOutputStream();
    private final Host host =
            new Host(new MessageWriter(told), BridgeLimits.DEFAULT, ToolFilter.NONE, System::nanoTime);
    private final CountDownLatch reachable = new CountDownLatch(1);
    private final List<JsonRpcMessage> sent = new CopyOnWriteArrayList<>();
    private final List<ClientTransport.Listener> connections = new CopyOnWriteArrayList<>();
    private final Uplink uplink = new Uplink(
            era -> new Server(),
            new Lanes(host, Duration.ofMinutes(1)),
            host,
            new EarlyAnswers(false, GreetingCache.NONE, Duration.ofMinutes(1), Duration.ofMinutes(1)),
            (wait, work) -> {});

    @AfterEach
    void close() {
        reachable.countDown();
        uplink.close();
    }

    private static Request request(int id, String method, Json params) {
        return new Request(RequestId.of(id), method, ScriptedHost.stamped(params));
    }

    private static Request call(int id) {
        return request(id, "tools/call", ScriptedHost.call("work", "{}"));
    }

    private void ask(Request request) {
        assertThat(host.accept(request, 100)).isTrue();
        uplink.fromHost(request);
    }

    private List<Integer> asked() {
        return sent.stream()
                .filter(Request.class::isInstance)
                .map(message ->
                        ((Request) message).id().value().asLong().orElseThrow().intValue())
                .toList();
    }

    @Test
    void isNotGivenARequestThatWasAnsweredBefore() {
        Request late = call(1);
        assertThat(host.accept(late, 100)).isTrue();
        host.failAll(new IOException("the connection was lost"));
        uplink.fromHost(late);
        reachable.countDown();
        ask(call(2));
        await().until(() -> asked().contains(2));
        assertThat(asked()).containsExactly(2);
    }

    @Test
    void isNotGivenARequestThatWasAnsweredWhileItWaited() {
        ask(call(1));
        ask(call(2));
        host.fail(RequestId.of(1), new IOException("no answer in time"));
        reachable.countDown();
        await().until(() -> asked().contains(2));
        assertThat(asked()).containsExactly(2);
    }

    private void listen(int id) {
        ask(request(id, "subscriptions/listen", Json.parse("{\"notifications\":{\"toolsListChanged\":true}}")));
    }

    /** Has the host told that its lists may have changed; gives how often it was. */
    private long announcements() {
        int before = told.size();
        connections.get(connections.size() - 1).onRenewed();
        return told.toString(StandardCharsets.UTF_8)
                .substring(before)
                .lines()
                .filter(line -> line.contains("tools/list_changed"))
                .count();
    }

    @Test
    void tellsNothingToASubscriptionThatTheHostHasCancelled() {
        listen(1);
        listen(2);
        reachable.countDown();
        await().until(() -> asked().size() == 2);
        assertThat(announcements()).isEqualTo(2);
        host.forgive(RequestId.of(1));
        uplink.fromHost(Methods.cancellation(RequestId.of(1), "enough"));
        assertThat(host.accept(call(1), 100)).as("an id may be used again").isTrue();
        assertThat(announcements()).isEqualTo(1);
    }

    @Test
    void tellsNothingToASubscriptionThatTheServerHasEnded() {
        listen(1);
        reachable.countDown();
        await().until(() -> asked().size() == 1);
        host.answer(new Response(RequestId.of(1), Json.EMPTY_OBJECT));
        assertThat(announcements()).isZero();
    }

    @Test
    void tellsNothingToASubscriptionThatWasLost() {
        listen(1);
        reachable.countDown();
        await().until(() -> asked().size() == 1);
        connections.get(0).onClosed(new IOException("the stream broke"));
        ask(call(1));
        await().until(() -> asked().size() == 2);
        assertThat(announcements()).isZero();
    }

    private final class Server implements ClientTransport {
        @Override
        public Opened open(ClientProfile profile, Listener listener) throws InterruptedException {
            reachable.await();
            connections.add(listener);
            return new Opened(Era.STATELESS, DISCOVERY);
        }

        @Override
        public CompletionStage<Void> send(JsonRpcMessage message) {
            sent.add(message);
            return new CompletableFuture<>();
        }

        @Override
        public void wake() {
            // There is nothing to open anew.
        }

        @Override
        public void close() {
            // There is nothing to close.
        }
    }
}
