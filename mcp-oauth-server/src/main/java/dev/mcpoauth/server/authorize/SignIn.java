package dev.mcpoauth.server.authorize;

import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.server.login.Subject;
import java.time.Instant;
import java.util.Optional;

/**
 * That a person signed in.
 *
 * @param person who
 * @param at when, as {@code auth_time} says it (OpenID Connect Core §2): to the second
 */
record SignIn(Subject person, Instant at) {

    /** Adds the members that {@link #read} reads. */
    void write(JsonObject.Builder json) {
        json.put("subject", person.id()).put("name", person.displayName()).put("auth_time", at.getEpochSecond());
    }

    /** Empty if nobody signed in. */
    static Optional<SignIn> read(JsonObject json) {
        return json.string("subject")
                .flatMap(id -> json.integer("auth_time")
                        .map(time -> new SignIn(
                                new Subject(id, json.string("name").orElse(id)), Instant.ofEpochSecond(time))));
    }
}
