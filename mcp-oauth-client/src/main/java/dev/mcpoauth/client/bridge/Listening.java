package dev.mcpoauth.client.bridge;

import dev.mcpoauth.transport.client.ClientTransport;
import dev.mcpoauth.transport.client.McpException;
import dev.mcpoauth.transport.json.Json;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.ErrorResponse;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Request;
import dev.mcpoauth.transport.jsonrpc.RequestId;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one {@code subscriptions/listen} by which a host of the session era hears of changes (2026-07-28,
 * "Subscriptions"). Made again when its stream breaks, for as long as it takes, and when what it is about changes.
 * Thread-safe.
 */
final class Listening implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Listening.class);
    private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);
    private static final int MAX_RESOURCES = 1000;

    private final OwnCalls calls;
    private final ClientTransport server;
    private final Set<String> resources = new LinkedHashSet<>();
    private Json lists = Json.NULL;
    private @Nullable Thread thread;
    private @Nullable RequestId current;
    private @Nullable CompletableFuture<JsonRpcMessage> stream;
    private boolean closed;

    Listening(OwnCalls calls, ClientTransport server) {
        this.calls = calls;
        this.server = server;
    }

    /** Begins to hear of the lists whose changes the server tells. */
    synchronized void begin(Json discovery) {
        Json.Builder wanted = Json.object();
        for (String list : new String[] {"tools", "prompts", "resources"}) {
            if (discovery.at("capabilities", list, "listChanged").equals(Optional.of(Json.of(true)))) {
                wanted.put(list + "ListChanged", true);
            }
        }
        lists = wanted.build();
        change();
    }

    /** Begins or ceases to hear of a resource. */
    synchronized void resource(String uri, boolean wanted) {
        boolean changed = wanted ? resources.size() < MAX_RESOURCES && resources.add(uri) : resources.remove(uri);
        if (changed) {
            change();
        }
    }

    /** Opens the stream anew. */
    synchronized void again() {
        change();
    }

    private void change() {
        if (closed || lists.isNull()) {
            return;
        }
        stop();
        if (thread == null && filter().size() > 0) {
            Thread next = new Thread(this::run, "mcp-oauth-bridge-listen");
            next.setDaemon(true);
            thread = next;
            next.start();
        }
    }

    private Json filter() {
        return resources.isEmpty() ? lists : lists.with("resourceSubscriptions", Json.strings(resources));
    }

    private void stop() {
        RequestId last = current;
        CompletableFuture<JsonRpcMessage> open = stream;
        if (last != null && open != null) {
            server.send(Methods.cancellation(last, "other notifications are wanted"));
            open.cancel(false);
        }
    }

    private void run() {
        try {
            Duration wait = FIRST_WAIT;
            while (true) {
                CompletableFuture<JsonRpcMessage> open = open();
                if (open == null) {
                    return;
                }
                long start = System.nanoTime();
                if (!await(open)) {
                    return;
                }
                boolean lasted = System.nanoTime() - start > LONGEST_WAIT.toNanos();
                wait = open.isCancelled() || lasted ? FIRST_WAIT : wait;
                if (!open.isCancelled()) {
                    pause(wait);
                    wait = wait.multipliedBy(2).compareTo(LONGEST_WAIT) < 0 ? wait.multipliedBy(2) : LONGEST_WAIT;
                }
            }
        } catch (InterruptedException endOfListening) {
            LOG.debug("The subscription is closed");
        }
    }

    /** With a bit more by chance, so that those whom a server has lost together do not come back together. */
    private static void pause(Duration wait) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(wait.toNanos() + ThreadLocalRandom.current().nextLong(wait.toNanos() / 4));
    }

    private synchronized @Nullable CompletableFuture<JsonRpcMessage> open() {
        if (closed || filter().size() == 0) {
            thread = null;
            return null;
        }
        RequestId id = calls.nextId();
        Json params = Json.object().put("notifications", filter()).build();
        CompletableFuture<JsonRpcMessage> open =
                calls.call(new Request(id, Methods.LISTEN, params)).toCompletableFuture();
        current = id;
        stream = open;
        return open;
    }

    /** Stays while the stream is open; false if the server refuses it for good. */
    private boolean await(CompletableFuture<JsonRpcMessage> open) throws InterruptedException {
        try {
            return !(open.get() instanceof ErrorResponse refused
                    && refuse(refused.error().message()));
        } catch (CancellationException changed) {
            return true;
        } catch (ExecutionException e) {
            return !(e.getCause() instanceof McpException refused && refuse(String.valueOf(refused.getMessage())));
        }
    }

    private synchronized boolean refuse(String why) {
        LOG.warn("The server tells no changes: {}", why);
        thread = null;
        return true;
    }

    @Override
    public synchronized void close() {
        closed = true;
        Thread running = thread;
        if (running != null) {
            running.interrupt();
        }
    }
}
