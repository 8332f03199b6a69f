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
 * @param once whether it is good for one grant, because its properties are
 */
record SignIn(Subject person, Instant at, boolean once) {
    private static final String SEALED = "properties";
    private static final String ONCE = "once";

    /** One that is good for as many grants as the person gives. */
    SignIn(Subject person, Instant at) {
        this(person, at, false);
    }

    /** What is left for other purposes than the one grant. */
    SignIn afterwards() {
        return once ? new SignIn(new Subject(person.id(), person.displayName()), at, true) : this;
    }

    /** Adds the members that {@link #read} reads; properties sealed under the handle, which the browser holds. */
    void write(JsonObject.Builder json, Seal seal, String handle) {
        json.put("subject", person.id())
                .put("name", person.displayName())
                .put("auth_time", at.getEpochSecond())
                .put(ONCE, once);
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
                                Instant.ofEpochSecond(time),
                                json.bool(ONCE).orElse(false))));
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
