package dev.mcpoauth.client.bridge;

import dev.mcpoauth.transport.json.Json;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Notification;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Request;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Response;
import dev.mcpoauth.transport.jsonrpc.RequestId;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way to the server. Opened by the first request of the host and not before, on a thread of its own, since that may
 * take a sign-in; what the host says meanwhile waits, or is answered by the {@link Reception}. A connection that cannot
 * be had fails the requests that wait for it, and the next request tries again. Thread-safe.
 */
final class Uplink implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Uplink.class);

    private final ServerConnector connector;
    private final Lanes lanes;
    private final Host host;
    private final EarlyAnswers early;
    private final EarlyAnswers.Timer timer;
    private final Reception reception;
    private final WaitingMessages waiting = new WaitingMessages();
    private HostVoice voice = HostVoice.SILENT;
    private Json cached = Json.NULL;
    private @Nullable Connection connection;
    private @Nullable Lane lane;
    private boolean closed;

    Uplink(ServerConnector connector, Lanes lanes, Host host, EarlyAnswers early, EarlyAnswers.Timer timer) {
        this.connector = connector;
        this.lanes = lanes;
        this.host = host;
        this.early = early;
        this.timer = timer;
        this.reception = new Reception(host);
    }

    /** Takes a message of the host; a request is registered as owed already. */
    synchronized void fromHost(JsonRpcMessage message) {
        if (isOver(message) || reception.takes(message)) {
            return;
        }
        boolean wasStateless = voice.stateless();
        voice = voice.hear(message);
        if (wasStateless && !voice.stateless()) {
            disconnect(); // A host that tried the newer era has settled on the older one.
        }
        Lane current = lane;
        if (current != null) {
            pass(current, message);
        } else if (connection != null || message instanceof Request) {
            keep(message);
            connect();
        }
        if (Methods.is(message, Methods.INITIALIZED)) {
            reception.settle(voice);
        }
    }

    /** A request that was answered with an error meanwhile must not be executed after all. */
    private boolean isOver(JsonRpcMessage message) {
        return message instanceof Request request && !host.awaits(request.id());
    }

    private void pass(Lane to, JsonRpcMessage message) {
        if (Methods.is(message, Methods.CANCELLED)) {
            Methods.cancelled((Notification) message).ifPresent(reception::forget);
        }
        if (!(message instanceof Request request && reception.answerInstead(request, voice))) {
            to.fromHost(message);
        }
    }

    private void keep(JsonRpcMessage message) {
        if (Methods.is(message, Methods.CANCELLED)) {
            Methods.cancelled((Notification) message).ifPresent(this::forget);
        } else if (message instanceof Request request) {
            keep(request);
        } else if (Methods.is(message, Methods.INITIALIZED) && !waiting.add(message)) {
            LOG.debug("A notification of the host was dropped");
        }
    }

    private void keep(Request request) {
        if (request.method().equals(Methods.PING)) {
            host.answer(new Response(request.id(), Json.EMPTY_OBJECT)); // A host must not take a sign-in for death.
        } else if (SignInAnswers.isTool(request) && reception.answerWaiting(request, voice)) {
            LOG.debug("The host asked where to sign in");
        } else if (waiting.add(request)) {
            reception.waits(request);
            if (early.enabled() && Reception.isGreeting(request)) {
                timer.after(early.greetingWait(), this::promise);
            }
        } else {
            host.fail(request.id(), new IOException("the connection to the server is not open yet"));
        }
    }

    private void forget(RequestId id) {
        waiting.remove(id);
        reception.forget(id);
    }

    /** Answers a greeting that still waits, from what is known. */
    private synchronized void promise() {
        if (connection != null && lane == null && early.enabled()) {
            reception.promise(cached, voice).ifPresent(waiting::remove);
        }
    }

    private void connect() {
        if (connection != null || closed || waiting.isEmpty()) {
            return;
        }
        Connection[] self = new Connection[1];
        Connection next = new Connection(connector, lanes, cause -> lost(self[0], cause), this::renewed);
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
            promiseFromCache();
            opened(opening, opening.open(heard));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            lost(opening, new IOException("interrupted while connecting", e));
        } catch (Exception e) {
            LOG.debug("Not connected", e);
            lost(opening, e);
        }
    }

    private void promiseFromCache() {
        Json found = early.enabled() ? early.cache().find() : Json.NULL;
        synchronized (this) {
            cached = found;
        }
        if (!found.isNull()) {
            promise();
        }
    }

    private void opened(Connection opened, Lane chosen) {
        Json came = chosen.greeting();
        Identity identity = Identity.of(came);
        Json worthRemembering;
        synchronized (this) {
            if (connection != opened) {
                return;
            }
            lane = chosen;
            reception.connected(identity);
            waiting.takeAll().stream().filter(message -> !isOver(message)).forEach(message -> pass(chosen, message));
            reception.settle(voice);
            worthRemembering = identity.toCache(voice, came);
            worthRemembering = worthRemembering.equals(cached) ? Json.NULL : worthRemembering;
        }
        if (early.enabled() && !worthRemembering.isNull()) {
            early.cache().remember(worthRemembering);
        }
    }

    private void lost(Connection lost, Exception cause) {
        String why = Failures.of(cause).message();
        synchronized (this) {
            if (connection != lost) {
                return;
            }
            var unused = waiting.takeAll();
            connection = null;
            lane = null;
            reception.lost("No connection: " + why, voice);
            host.failAll(cause); // Before the host can ask for anything new.
        }
        LOG.warn("No connection: {}", why);
        lost.close();
    }

    /** Another session may be one with another version of the server: what the host has listed may be out of date. */
    private synchronized void renewed() {
        reception.renewed();
        reception.settle(voice);
    }

    /** Shows the host where its user has to sign in. */
    synchronized void signIn(SignInNotice notice) {
        if (lane != null) {
            reception.signInAgain(notice, voice);
        } else if (connection != null) {
            promise();
            reception.signIn(notice, waiting.requests(), voice);
            waiting.requests().stream().filter(SignInAnswers::isTool).forEach(this::answerWaiting);
        }
    }

    /** Answers what has waited for a sign-in for long. */
    synchronized void answerOverdue() {
        if (lane == null && connection != null) {
            Set<RequestId> overdue = Set.copyOf(host.waitingFor(early.signInWait()));
            waiting.requests().stream()
                    .filter(request -> overdue.contains(request.id()))
                    .forEach(this::answerWaiting);
        }
    }

    private void answerWaiting(Request request) {
        if (reception.answerWaiting(request, voice)) {
            forget(request.id());
        }
    }

    /** The machine has slept. */
    void wake() {
        Connection current;
        synchronized (this) {
            current = connection;
        }
        if (current != null) {
            current.wake();
        }
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
