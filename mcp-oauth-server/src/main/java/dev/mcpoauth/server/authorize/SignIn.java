package dev.mcpoauth.server.authorize;

import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.core.store.OpaqueBytes;
import dev.mcpoauth.server.internal.Seal;
import dev.mcpoauth.server.login.Subject;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/**
 * That a person signed in.
 *
 * @param person who
 * @param at when, as {@code auth_time} says it (OpenID Connect Core §2): to the second
 */
record SignIn(Subject person, Instant at) {
    private static final String SEALED = "properties";

    /** Adds the members that {@link #read} reads; properties sealed under the handle, which the browser holds. */
    void write(JsonObject.Builder json, Seal seal, String handle) {
        json.put("subject", person.id()).put("name", person.displayName()).put("auth_time", at.getEpochSecond());
        if (!person.properties().names().isEmpty()) {
            OpaqueBytes sealed =
                    seal.seal(handle, person.id(), person.properties().toBytes());
            json.put(SEALED, Base64.getUrlEncoder().encodeToString(sealed.toByteArray()));
        }
    }

    /** Empty if nobody signed in. */
    static Optional<SignIn> read(JsonObject json, Seal seal, String handle) {
        return json.string("subject")
                .flatMap(id -> json.integer("auth_time")
                        .map(time -> new SignIn(
                                new Subject(id, json.string("name").orElse(id), properties(json, id, seal, handle)),
                                Instant.ofEpochSecond(time))));
    }

    private static JsonObject properties(JsonObject json, String id, Seal seal, String handle) {
        Optional<OpaqueBytes> sealed = json.string(SEALED)
                .map(text -> OpaqueBytes.of(Base64.getUrlDecoder().decode(text)));
        return sealed.isEmpty()
                ? JsonObject.EMPTY
                : JsonObject.parse(seal.open(handle, id, sealed.get())
                        .orElseThrow(() -> new IllegalStateException("a row of the store is not as it was written")));
    }
}
