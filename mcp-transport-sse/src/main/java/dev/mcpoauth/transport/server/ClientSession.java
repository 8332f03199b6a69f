package dev.mcpoauth.transport.server;

import dev.mcpoauth.transport.ProtocolVersion;
import dev.mcpoauth.transport.json.Json;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What a server remembers of a client between requests of the session era. Thread-safe. */
public final class ClientSession {

    private static final int MAX_SUBSCRIPTIONS = 1000;

    private final ProtocolVersion version;
    private final Json clientCapabilities;
    private final Set<String> subscriptions = ConcurrentHashMap.newKeySet();
    private volatile LogLevel logLevel = LogLevel.INFO;

    /** A session of this revision with a client of these capabilities. */
    public ClientSession(ProtocolVersion version, Json clientCapabilities) {
        this.version = version;
        this.clientCapabilities = clientCapabilities;
    }

    /** The negotiated revision. */
    public ProtocolVersion version() {
        return version;
    }

    /** What the client declared. */
    public Json clientCapabilities() {
        return clientCapabilities;
    }

    LogLevel logLevel() {
        return logLevel;
    }

    void logLevel(LogLevel level) {
        logLevel = level;
    }

    boolean subscribe(String uri) {
        if (subscriptions.size() >= MAX_SUBSCRIPTIONS) return subscriptions.contains(uri);
        subscriptions.add(uri);
        return true;
    }

    void unsubscribe(String uri) {
        subscriptions.remove(uri);
    }

    /** Whether the client wants to hear of this change. List changes are for everybody; sessions know no tasks. */
    public boolean wants(Change change) {
        return switch (change.kind()) {
            case RESOURCE -> subscriptions.contains(change.uri());
            case TASK -> false;
            default -> true;
        };
    }
}
