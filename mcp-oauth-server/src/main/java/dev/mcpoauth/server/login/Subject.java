package dev.mcpoauth.server.login;

import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.server.grant.AssertedSubject;

/**
 * A resource owner who signed in.
 *
 * @param id what identifies the person for good, at most 255 characters; tokens carry it
 * @param displayName what the pages call the person
 * @param properties what the application wants to find again with each call that a token of this sign-in makes, at most 32
 *     KiB of JSON: sealed at rest, and opened with a live token only. Without members, nothing is kept, and nothing can be
 *     added later.
 */
public record Subject(String id, String displayName, JsonObject properties) {
    private static final int MOST = 32 * 1024;

    public Subject {
        if (id.isEmpty() || id.length() > 255) {
            throw new IllegalArgumentException("a subject id has 1 to 255 characters");
        }
        if (AssertedSubject.isReserved(id)) {
            throw new IllegalArgumentException("this subject id is kept for people whom another issuer vouches for");
        }
        if (!properties.names().isEmpty() && properties.toBytes().length > MOST) {
            throw new IllegalArgumentException("the properties of a subject have at most " + MOST + " bytes as JSON");
        }
    }

    /** A resource owner about whom the application needs to know no more. */
    public Subject(String id, String displayName) {
        this(id, displayName, JsonObject.EMPTY);
    }

    /** The same with these properties. */
    public Subject withProperties(JsonObject values) {
        return new Subject(id, displayName, values);
    }
}
