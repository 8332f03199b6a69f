package dev.mcpoauth.transport.server;

import dev.mcpoauth.transport.ProtocolVersion;
import dev.mcpoauth.transport.json.Json;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What a server remembers of a client between requests of the session era. Thread-safe. */
public final class ClientSession {

    private final ProtocolVersion version;
    private final Json clientCapabilities;
    private final Optional<Sharing> sharing;
    private volatile ClientMemory memory = ClientMemory.EMPTY;

    /** A session of this revision with a client of these capabilities. */
    public ClientSession(ProtocolVersion version, Json clientCapabilities) {
        this(version, clientCapabilities, Optional.empty());
    }

    /** The same where several nodes serve the client. */
    public ClientSession(ProtocolVersion version, Json clientCapabilities, Sharing sharing) {
        this(version, clientCapabilities, Optional.of(sharing));
    }

    private ClientSession(ProtocolVersion version, Json clientCapabilities, Optional<Sharing> sharing) {
        this.version = version;
        this.clientCapabilities = clientCapabilities;
        this.sharing = sharing;
    }

    /** Keeps what is remembered where all nodes find it. */
    @FunctionalInterface
    public interface Sharing {

        /**
         * Changes what is remembered, however many nodes do so at once.
         *
         * @param change from what is remembered now to what shall be; may be asked again
         * @return what is remembered now
         */
        Json change(UnaryOperator<Json> change);
    }

    /** The negotiated revision. */
    public ProtocolVersion version() {
        return version;
    }

    /** What the client declared. */
    public Json clientCapabilities() {
        return clientCapabilities;
    }

    /** Takes over what another node remembers. */
    public void adopt(Json remembered) {
        memory = ClientMemory.parse(remembered);
    }

    LogLevel logLevel() {
        return memory.logLevel();
    }

    void logLevel(LogLevel level) {
        change(before -> before.with(level));
    }

    boolean subscribe(String uri) {
        change(before -> before.with(uri));
        return memory.subscriptions().contains(uri);
    }

    void unsubscribe(String uri) {
        change(before -> before.without(uri));
    }

    private synchronized void change(UnaryOperator<ClientMemory> change) {
        memory = sharing.map(shared -> ClientMemory.parse(shared.change(
                        before -> change.apply(ClientMemory.parse(before)).toJson())))
                .orElseGet(() -> change.apply(memory));
    }

    /** Whether the client wants to hear of this change. List changes are for everybody; sessions know no tasks. */
    public boolean wants(Change change) {
        return switch (change.kind()) {
            case RESOURCE -> memory.subscriptions().contains(change.uri());
            case TASK -> false;
            default -> true;
        };
    }
}
