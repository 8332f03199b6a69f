package dev.mcpoauth.transport.jsonrpc;

import dev.mcpoauth.transport.json.Json;
import org.jspecify.annotations.Nullable;

/**
 * The id of a request: a text or a whole number, never {@code null} (MCP, Base Protocol, "Requests").
 *
 * @param value the id as JSON
 */
public record RequestId(Json value) {

    /** Stands in an error response for an id that could not be read; it is left out on the wire. */
    public static final RequestId UNKNOWN = new RequestId(Json.NULL);

    /** Ids are kept while a request runs, and a subscription may run for days. */
    private static final int MAX_LENGTH = 512;

    public RequestId {
        boolean text = value.asString().filter(id -> id.length() <= MAX_LENGTH).isPresent();
        boolean whole = value.isWholeNumber() && value.asLong().isPresent();
        if (!text && !whole && !value.isNull()) {
            throw new IllegalArgumentException(
                    "a request id is a text of at most " + MAX_LENGTH + " characters or a whole number");
        }
    }

    /** A text id. */
    public static RequestId of(String id) {
        return new RequestId(Json.of(id));
    }

    /** A number id. */
    public static RequestId of(long id) {
        return new RequestId(Json.of(id));
    }

    /** Whether this is the id that could not be read. */
    public boolean isUnknown() {
        return value.isNull();
    }

    // Ids are the first keys of any map here, and a record's own methods cost a start some ten milliseconds to link.
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RequestId id && value.equals(id.value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    /** The id as JSON text: a text id keeps its quotes, so that {@code 1} and {@code "1"} differ. */
    @Override
    public String toString() {
        return value.toString();
    }
}
