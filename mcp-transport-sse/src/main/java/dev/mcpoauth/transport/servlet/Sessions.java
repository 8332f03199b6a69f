package dev.mcpoauth.transport.servlet;

import dev.mcpoauth.transport.internal.Quota;
import dev.mcpoauth.transport.refusal.Refusal;
import dev.mcpoauth.transport.server.Change;
import dev.mcpoauth.transport.server.ClientSession;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The live sessions of one servlet. An id works only for the caller that opened the session. Thread-safe. */
final class Sessions {

    private static final int ID_BYTES = 24;

    private final Map<String, McpSession> byId = new ConcurrentHashMap<>();
    private final SecureRandom random = new SecureRandom();
    private final McpServletSettings settings;
    private final Quota quota;

    Sessions(McpServletSettings settings) {
        this.settings = settings;
        this.quota = new Quota("sessions", settings.maxSessions, settings.maxSessionsPerCaller, Refusal.SESSION_LIMIT);
    }

    McpSession open(Caller caller, ClientSession client) {
        quota.acquire(caller.key(), 1);
        McpSession session =
                new McpSession(newId(), caller.key(), client, settings.events, settings.clock, settings.answerTimeout);
        byId.put(session.id(), session);
        return session;
    }

    /** The session of this id, if it belongs to this caller; a stolen id looks like an unknown one. */
    McpSession require(String id, Caller caller) {
        McpSession session = byId.get(id);
        if (session == null) throw Refusal.SESSION_UNKNOWN.exception();
        if (!session.callerKey().equals(caller.key())) throw Refusal.SESSION_OF_ANOTHER_CALLER.exception();
        session.touch();
        return session;
    }

    void close(McpSession session) {
        if (byId.remove(session.id(), session)) {
            quota.release(session.callerKey(), 1);
            session.close();
        }
    }

    void tell(Change change) {
        byId.values().forEach(session -> session.tell(change));
    }

    /** Keeps streams alive and ends sessions that nobody uses. */
    void heartbeat() {
        for (McpSession session : byId.values()) {
            if (session.isExpired(settings.sessionIdle, settings.sessionHandshake)) close(session);
            else session.heartbeat();
        }
    }

    void endListening() {
        byId.values().forEach(McpSession::endListening);
    }

    void closeAll() {
        byId.values().forEach(this::close);
    }

    int size() {
        return byId.size();
    }

    private String newId() {
        byte[] id = new byte[ID_BYTES];
        random.nextBytes(id);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(id);
    }
}
