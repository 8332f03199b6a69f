package dev.mcpoauth.server.grant;

import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.core.store.OpaqueBytes;
import java.util.Optional;

/**
 * Who acts for the subject of a token that was exchanged, and whom that one acts for in turn
 * (<a href="https://www.rfc-editor.org/rfc/rfc8693#section-4.1">RFC 8693 §4.1</a>); kept beside a token's terms.
 */
public final class Actor {
    private static final String MEMBER = "act";

    private Actor() {}

    /** The payload of a grant or token with this actor. */
    public static OpaqueBytes write(OpaqueBytes payload, JsonObject actor) {
        return OpaqueBytes.of(JsonObject.parse(payload.toByteArray()).toBuilder()
                .put(MEMBER, actor)
                .build()
                .toBytes());
    }

    /** The actor in the payload of a grant or token; empty if it is used by whom it was issued to. */
    public static Optional<JsonObject> of(OpaqueBytes payload) {
        return JsonObject.parse(payload.toByteArray()).object(MEMBER);
    }

    /** A client that acts, after those that acted before. */
    public static JsonObject client(String clientId, Optional<JsonObject> before) {
        return JsonObject.builder().put("sub", clientId).put(MEMBER, before).build();
    }

    /** How many act, one for the other. */
    public static int count(JsonObject actor) {
        int count = 1;
        for (Optional<JsonObject> next = actor.object(MEMBER);
                next.isPresent();
                next = next.get().object(MEMBER)) {
            count++;
        }
        return count;
    }
}
