package dev.mcpoauth.transport.servlet;

import dev.mcpoauth.transport.json.Json;
import dev.mcpoauth.transport.json.JsonException;
import dev.mcpoauth.transport.shared.EventStore.StreamKey;
import java.util.Arrays;
import java.util.Optional;

/**
 * What a node tells the others about a session.
 *
 * @param kind what happened
 * @param node who says so
 * @param session the key of the session
 * @param value what the kind needs to be understood
 */
record PeerMessage(Kind kind, String node, String session, Json value) {

    private static final String PREFIX = "session ";

    /** What can happen. */
    enum Kind {
        /** The session is over. */
        CLOSED,
        /** The session's client wants other things remembered. */
        CHANGED,
        /** The stream, named by the value, that changes are told on from now on. */
        LISTENING,
        /** The request with this id is cancelled. */
        CANCELLED,
        /** The client answered a question. */
        ANSWERED,
        /** The node carries this stream, which another one writes, to the client. */
        FOLLOWS,
        /** The stream has events up to this one. */
        NEWS
    }

    String toText() {
        return PREFIX
                + Json.object()
                        .put("kind", kind.name())
                        .put("node", node)
                        .put("session", session)
                        .put("value", value)
                        .build();
    }

    /** The message, unless it is about something else or of a newer version. */
    static Optional<PeerMessage> parse(String text) {
        if (!text.startsWith(PREFIX)) return Optional.empty();
        try {
            return parse(Json.parse(text.substring(PREFIX.length())));
        } catch (JsonException e) {
            return Optional.empty();
        }
    }

    private static Optional<PeerMessage> parse(Json json) {
        String kind = json.string("kind").orElse("");
        return Arrays.stream(Kind.values())
                .filter(known -> known.name().equals(kind))
                .findFirst()
                .map(known -> new PeerMessage(
                        known,
                        json.string("node").orElse(""),
                        json.string("session").orElse(""),
                        json.get("value").orElse(Json.NULL)));
    }

    /** The stream that the message is about. */
    StreamKey stream() {
        String name = value.asString().or(() -> value.string("stream")).orElse("");
        return new StreamKey(session, name);
    }

    /** How far the stream is. */
    long at() {
        return value.get("at").flatMap(Json::asLong).orElse(0L);
    }
}
