package dev.mcpoauth.transport.servlet;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mcpoauth.transport.ProtocolVersion;
import dev.mcpoauth.transport.internal.Quota;
import dev.mcpoauth.transport.json.Json;
import dev.mcpoauth.transport.refusal.Refusal;
import dev.mcpoauth.transport.server.Change;
import dev.mcpoauth.transport.server.ClientSession;
import dev.mcpoauth.transport.shared.StoredSession;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The live sessions of one servlet; where nodes share sessions, those that this one has to do with. An id works only for the
 * caller that opened the session. Thread-safe.
 */
final class Sessions {

    private static final int ID_BYTES = 24;

    private final Map<String, McpSession> byKey = new ConcurrentHashMap<>();
    private final SecureRandom random = new SecureRandom();
    private final McpServletSettings settings;
    private final Node node;
    private final Quota quota;

    Sessions(McpServletSettings settings, Node node) {
        this.settings = settings;
        this.node = node;
        this.quota = new Quota("sessions", settings.maxSessions, settings.maxSessionsPerCaller, Refusal.SESSION_LIMIT);
    }

    /**
     * A session and its id, which is known to nobody else.
     *
     * @param id what the client has to send
     */
    record Opened(String id, McpSession session) {}

    /** Opens a session, on all nodes that share sessions. */
    Opened open(Caller caller, ProtocolVersion version, Json capabilities) {
        String id = newId();
        if (node.peers().isEmpty())
            return new Opened(id, openHere(id, caller, new ClientSession(version, capabilities)));
        Peers peers = node.peers().get();
        var stored = new StoredSession(digest(id), digest(caller.key()), 1, SharedCopy.state(version, capabilities));
        quota.acquire(caller.key(), 1);
        try {
            peers.store().open(stored, settings.sessionHandshake);
        } catch (RuntimeException e) {
            quota.release(caller.key(), 1);
            throw e;
        }
        McpSession session = copy(peers, stored, caller);
        byKey.put(session.key(), session);
        return new Opened(id, session);
    }

    /** Opens a session that belongs to a connection of this node. */
    McpSession openHere(Caller caller, ClientSession client) {
        return openHere(newId(), caller, client);
    }

    private McpSession openHere(String id, Caller caller, ClientSession client) {
        quota.acquire(caller.key(), 1);
        McpSession session = new McpSession(digest(id), caller.key(), client, node, settings);
        byKey.put(session.key(), session);
        return session;
    }

    /** The session of this id, if it belongs to this caller; a stolen id looks like an unknown one. */
    McpSession require(String id, Caller caller) {
        String key = digest(id);
        McpSession session = node.peers().isPresent()
                ? requireShared(node.peers().get(), key, caller)
                : Optional.ofNullable(byKey.get(key)).orElseThrow(Refusal.SESSION_UNKNOWN::exception);
        if (!session.callerKey().equals(caller.key())) throw Refusal.SESSION_OF_ANOTHER_CALLER.exception();
        session.touch();
        return session;
    }

    private McpSession requireShared(Peers peers, String key, Caller caller) {
        Optional<StoredSession> stored = peers.store().touch(key, settings.sessionIdle);
        if (stored.isEmpty()) {
            forget(key);
            throw Refusal.SESSION_UNKNOWN.exception();
        }
        if (!stored.get().caller().equals(digest(caller.key()))) throw Refusal.SESSION_OF_ANOTHER_CALLER.exception();
        McpSession session = byKey.computeIfAbsent(key, unknown -> {
            quota.acquire(caller.key(), 1);
            return copy(peers, stored.get(), caller);
        });
        session.adopt(stored.get());
        return session;
    }

    private McpSession copy(Peers peers, StoredSession stored, Caller caller) {
        SharedCopy shared = new SharedCopy(peers, stored, settings.sessionIdle);
        return new McpSession(stored.key(), caller.key(), shared, node, settings);
    }

    /** A session that this node has to do with. */
    Optional<McpSession> find(String key) {
        return Optional.ofNullable(byKey.get(key));
    }

    /** Ends a session, on all nodes. */
    void close(McpSession session) {
        if (session.isShared()) {
            Peers peers = node.peers().orElseThrow();
            peers.store().close(session.key());
            peers.closed(session.key());
        }
        forget(session.key());
    }

    /** Ends what this node has of a session that is over. */
    void forget(String key) {
        remove(key).ifPresent(McpSession::close);
    }

    private Optional<McpSession> remove(String key) {
        Optional<McpSession> session = Optional.ofNullable(byKey.remove(key));
        session.ifPresent(removed -> quota.release(removed.callerKey(), 1));
        return session;
    }

    void tell(Change change) {
        byKey.values().forEach(session -> session.tell(change));
    }

    /** Keeps streams alive and ends sessions that nobody uses. */
    void heartbeat() {
        for (McpSession session : byKey.values()) {
            if (session.isExpired()) expire(session);
            else session.heartbeat();
        }
        node.peers().ifPresent(this::prolong);
    }

    // Others may still use it: where nodes share sessions, the store decides when one is over.
    private void expire(McpSession session) {
        if (session.isShared()) remove(session.key()).ifPresent(McpSession::leave);
        else forget(session.key());
    }

    private void prolong(Peers peers) {
        for (McpSession session : byKey.values()) {
            if (session.isShared() && session.isToBeProlonged()) peers.later(() -> refresh(peers, session.key()));
        }
    }

    /** Looks what has become of a session. */
    void refresh(Peers peers, String key) {
        Optional<StoredSession> stored = peers.store().touch(key, settings.sessionIdle);
        if (stored.isEmpty()) forget(key);
        else find(key).ifPresent(session -> session.adopt(stored.get()));
    }

    void endListening() {
        byKey.values().forEach(McpSession::endListening);
    }

    /** Ends everything here; sessions that are shared go on elsewhere. */
    void closeAll() {
        byKey.values()
                .forEach(session -> remove(session.key()).ifPresent(removed -> {
                    if (removed.isShared()) removed.leave();
                    else removed.close();
                }));
    }

    int size() {
        return byKey.size();
    }

    private String newId() {
        byte[] id = new byte[ID_BYTES];
        random.nextBytes(id);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(id);
    }

    // Whoever sees what is stored or said between nodes must not be able to use a session.
    private static String digest(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
