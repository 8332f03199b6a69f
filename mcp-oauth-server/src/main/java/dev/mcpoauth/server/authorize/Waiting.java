package dev.mcpoauth.server.authorize;

import dev.mcpoauth.core.json.JsonObject;

/** What waits for a person to sign in. */
sealed interface Waiting permits ConsentRequest, Visit {

    /** Who asks; empty if nobody but the person. */
    String clientId();

    /** The account name to start with, or empty. */
    String loginHint();

    /** For {@link #read}. */
    JsonObject toJson();

    static Waiting read(JsonObject json) {
        return Visit.isWritten(json) ? Visit.of(json) : ConsentRequest.read(json);
    }
}
