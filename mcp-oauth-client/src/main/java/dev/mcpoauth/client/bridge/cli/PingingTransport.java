package dev.mcpoauth.client.bridge.cli;

import dev.mcpoauth.transport.ProtocolVersion.Era;
import dev.mcpoauth.transport.client.ClientProfile;
import dev.mcpoauth.transport.client.ClientTransport;
import dev.mcpoauth.transport.client.McpException;
import dev.mcpoauth.transport.json.Json;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.ErrorResponse;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Notification;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Request;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Response;
import dev.mcpoauth.transport.jsonrpc.RequestId;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pings a server of the session era while its session is open, so that nobody on the way takes the connection for idle
 * (MCP 2025-11-25, Ping). The answers are kept from whoever is above. A server of the stateless era has no such request.
 */
final class PingingTransport implements ClientTransport {
    private static final Logger LOG = LoggerFactory.getLogger(PingingTransport.class);
    private static final String INITIALIZED = "notifications/initialized";

    private final ClientTransport transport;
    private final Duration interval;
    private final String prefix = "keep-alive-" + UUID.randomUUID() + "-";
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, PingingTransport::daemon);
    private final AtomicBoolean pinging = new AtomicBoolean();
    private volatile boolean hasSessions;
    private long count;

    PingingTransport(ClientTransport transport, Duration interval) {
        this.transport = transport;
        this.interval = interval;
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "mcp-oauth-bridge-pings");
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public Opened open(ClientProfile profile, Listener listener)
            throws IOException, McpException, InterruptedException {
        Opened opened = transport.open(profile, new WithoutPongs(listener));
        hasSessions = opened.era() != Era.STATELESS;
        return opened;
    }

    @Override
    public CompletionStage<Void> send(JsonRpcMessage message) {
        boolean begins = message instanceof Notification said && said.method().equals(INITIALIZED);
        if (begins && hasSessions && pinging.compareAndSet(false, true)) {
            var unused = timer.scheduleWithFixedDelay(
                    this::ping, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
        }
        return transport.send(message);
    }

    private void ping() {
        var unused = transport
                .send(new Request(RequestId.of(prefix + count++), "ping", Json.NULL))
                .whenComplete((done, failure) -> {
                    if (failure != null) {
                        LOG.debug("A ping was not answered", failure);
                    }
                });
    }

    @Override
    public void wake() {
        transport.wake();
    }

    @Override
    public void close() {
        timer.shutdownNow();
        transport.close();
    }

    private final class WithoutPongs implements Listener {
        private final Listener listener;

        private WithoutPongs(Listener listener) {
            this.listener = listener;
        }

        @Override
        public void onMessage(JsonRpcMessage message) {
            if (!id(message)
                    .map(RequestId::toString)
                    .filter(id -> id.contains(prefix))
                    .isPresent()) {
                listener.onMessage(message);
            }
        }

        private static Optional<RequestId> id(JsonRpcMessage message) {
            if (message instanceof Response response) {
                return Optional.of(response.id());
            }
            return message instanceof ErrorResponse refusal ? Optional.of(refusal.id()) : Optional.empty();
        }

        @Override
        public void onClosed(IOException cause) {
            listener.onClosed(cause);
        }

        @Override
        public void onRenewed() {
            listener.onRenewed();
        }
    }
}
