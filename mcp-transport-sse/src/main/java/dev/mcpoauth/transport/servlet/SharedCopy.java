package dev.mcpoauth.transport.servlet;

import dev.mcpoauth.transport.ProtocolVersion;
import dev.mcpoauth.transport.json.Json;
import dev.mcpoauth.transport.refusal.Refusal;
import dev.mcpoauth.transport.server.ClientSession;
import dev.mcpoauth.transport.shared.StoredSession;
import java.time.Duration;
import java.util.function.UnaryOperator;

/** This node's copy of what all nodes know of a session. Thread-safe. */
final class SharedCopy implements ClientSession.Sharing {

    /** A client that changes its mind on so many nodes at once can wait. */
    private static final int MAX_ATTEMPTS = 20;

    private static final String VERSION = "version";
    private static final String CAPABILITIES = "capabilities";
    private static final String REMEMBERED = "remembered";

    private final Peers peers;
    private final Duration idle;
    private final ClientSession client;
    private StoredSession known;

    /** A copy of what is stored. */
    SharedCopy(Peers peers, StoredSession stored, Duration idle) {
        this.peers = peers;
        this.idle = idle;
        this.known = stored;
        Json state = Json.parse(stored.state());
        ProtocolVersion version =
                state.string(VERSION).flatMap(ProtocolVersion::parse).orElseThrow(Refusal.SESSION_UNKNOWN::exception);
        client = new ClientSession(version, state.get(CAPABILITIES).orElse(Json.EMPTY_OBJECT), this);
        client.adopt(remembered(stored));
    }

    /** What is stored of a session that begins. */
    static String state(ProtocolVersion version, Json capabilities) {
        return Json.object()
                .put(VERSION, version.wire())
                .put(CAPABILITIES, capabilities)
                .put(REMEMBERED, Json.EMPTY_OBJECT)
                .build()
                .toString();
    }

    private static Json remembered(StoredSession stored) {
        return Json.parse(stored.state()).get(REMEMBERED).orElse(Json.EMPTY_OBJECT);
    }

    ClientSession client() {
        return client;
    }

    /** Takes over a state that is newer than what is known here. */
    synchronized void adopt(StoredSession stored) {
        if (stored.revision() <= known.revision()) return;
        known = stored;
        client.adopt(remembered(stored));
    }

    @Override
    public synchronized Json change(UnaryOperator<Json> change) {
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            Json remembered = change.apply(remembered(known));
            Json state = Json.parse(known.state()).with(REMEMBERED, remembered);
            StoredSession next = known.next(state.toString());
            if (peers.store().replace(next)) {
                known = next;
                peers.changed(next.key());
                return remembered;
            }
            known = peers.store().touch(known.key(), idle).orElseThrow(Refusal.SESSION_UNKNOWN::exception);
        }
        throw Refusal.SERVER_BUSY.exception();
    }
}
