package dev.mcpoauth.transport.sse;

import java.util.Objects;

/**
 * One server-sent event (HTML §9.2.6).
 *
 * @param id the event id; empty when there is none. A parsed event carries the last id seen on its stream, as
 *     {@code MessageEvent.lastEventId} does
 * @param type the event type, {@code message} unless named
 * @param data the payload; lines are separated by LF. Empty for the priming event of MCP 2025-11-25
 */
public record SseEvent(String id, String type, String data) {

    /** The type of an event that names none. */
    public static final String MESSAGE = "message";

    public SseEvent {
        requireOneLine("id", id);
        requireOneLine("type", type);
        Objects.requireNonNull(data, "data");
        if (id.indexOf('\0') >= 0) throw new IllegalArgumentException("id must not hold NUL (HTML §9.2.6)");
        if (type.isEmpty()) throw new IllegalArgumentException("type must not be empty");
    }

    /** A {@code message} event without an id. */
    public static SseEvent message(String data) {
        return new SseEvent("", MESSAGE, data);
    }

    /** A {@code message} event that a client can resume after. */
    public static SseEvent message(String id, String data) {
        return new SseEvent(id, MESSAGE, data);
    }

    private static void requireOneLine(String name, String value) {
        if (value.indexOf('\n') >= 0 || value.indexOf('\r') >= 0)
            throw new IllegalArgumentException(name + " must be a single line");
    }
}
