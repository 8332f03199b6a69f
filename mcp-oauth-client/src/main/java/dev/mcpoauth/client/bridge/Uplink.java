package dev.mcpoauth.client.bridge;

import dev.mcpoauth.transport.json.Json;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Notification;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Request;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Response;
import dev.mcpoauth.transport.jsonrpc.RequestId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way to the server. Opened by the first request of the host and not before, on a thread of its own, since that may
 * take a sign-in; what the host says meanwhile waits. A connection that cannot be had fails the requests that wait for
 * it, and the next request tries again. Thread-safe.
 */
final class Uplink implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Uplink.class);
    private static final int MAX_WAITING = 1024;

    private final ServerConnector connector;
    private final Lanes lanes;
    private final Host host;
    private final List<JsonRpcMessage> waiting = new ArrayList<>();
    private HostVoice voice = HostVoice.SILENT;
    private @Nullable Connection connection;
    private @Nullable Lane lane;
    private boolean closed;

    Uplink(ServerConnector connector, Lanes lanes, Host host) {
        this.connector = connector;
        this.lanes = lanes;
        this.host = host;
    }

    /** Takes a message of the host; a request is registered as owed already. */
    synchronized void fromHost(JsonRpcMessage message) {
        boolean wasStateless = voice.stateless();
        voice = voice.hear(message);
        if (wasStateless && !voice.stateless()) {
            disconnect(); // A host that tried the newer era has settled on the older one.
        }
        Lane current = lane;
        if (current != null) {
            current.fromHost(message);
        } else if (connection != null || message instanceof Request) {
            keep(message);
            connect();
        }
    }

    private void keep(JsonRpcMessage message) {
        if (Methods.is(message, Methods.CANCELLED)) {
            Methods.cancelled((Notification) message).ifPresent(this::forget);
        } else if (message instanceof Request request && request.method().equals(Methods.PING)) {
            host.answer(new Response(request.id(), Json.EMPTY_OBJECT)); // A host must not take a sign-in for death.
        } else if (waiting.size() < MAX_WAITING) {
            waiting.add(message);
        } else if (message instanceof Request request) {
            host.fail(request.id(), new IOException("the connection to the server is not open yet"));
        }
    }

    private void forget(RequestId id) {
        waiting.removeIf(
                message -> message instanceof Request request && request.id().equals(id));
    }

    private void connect() {
        if (connection != null || closed || waiting.isEmpty()) {
            return;
        }
        Connection[] self = new Connection[1];
        Connection next = new Connection(connector, lanes, cause -> lost(self[0], cause));
        self[0] = next;
        connection = next;
        HostVoice heard = voice;
        start(() -> open(next, heard));
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "mcp-oauth-bridge-connection");
        thread.setDaemon(true);
        thread.start();
    }

    private void open(Connection opening, HostVoice heard) {
        try {
            opened(opening, opening.open(heard));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            lost(opening, new IOException("interrupted while connecting", e));
        } catch (Exception e) {
            LOG.debug("Not connected", e);
            lost(opening, e);
        }
    }

    private synchronized void opened(Connection opened, Lane chosen) {
        if (connection == opened) {
            lane = chosen;
            take().forEach(chosen::fromHost);
        }
    }

    private void lost(Connection lost, Exception cause) {
        List<JsonRpcMessage> unsent;
        synchronized (this) {
            if (connection != lost) {
                return;
            }
            unsent = take();
            connection = null;
            lane = null;
        }
        LOG.warn("No connection: {}", Failures.of(cause).message());
        unsent.forEach(message -> {
            if (message instanceof Request request) {
                host.fail(request.id(), cause);
            }
        });
        host.failAll(cause);
        lost.close();
    }

    private List<JsonRpcMessage> take() {
        List<JsonRpcMessage> messages = List.copyOf(waiting);
        waiting.clear();
        return messages;
    }

    private void disconnect() {
        Connection last = connection;
        connection = null;
        lane = null;
        if (last != null) {
            start(last::close);
        }
    }

    /** Nobody waits for this request any more. */
    synchronized void abandon(RequestId id, String reason) {
        forget(id);
        Lane current = lane;
        if (current != null) {
            current.abandon(id, reason);
        }
    }

    @Override
    public void close() {
        Connection last;
        synchronized (this) {
            closed = true;
            last = connection;
            connection = null;
            lane = null;
        }
        if (last != null) {
            last.close();
        }
    }
}
