package dev.mcpoauth.client.discovery;

import dev.mcpoauth.client.http.HttpReply;
import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.core.json.MalformedJsonException;

/** What came of asking for one metadata document. */
sealed interface Fetched {

    /** A JSON object came, of which nothing has been believed yet. */
    record Document(String text) implements Fetched {}

    /** There is no document at this URL. */
    record NotFound(String detail) implements Fetched {}

    /** Whether there is one cannot be said: the server is down, slow, or says that it is its own fault. */
    record Unavailable(String detail) implements Fetched {}

    /** A page of HTML counts as no document: many web applications answer any path with one. */
    static Fetched of(HttpReply reply) {
        if (reply.status() >= 500 || reply.status() == 429) {
            return new Unavailable("answered " + reply.status());
        }
        if (!reply.isSuccess()) {
            return new NotFound("answered " + reply.status());
        }
        try {
            return new Document(JsonObject.parse(reply.body()).toJson());
        } catch (MalformedJsonException e) {
            return new NotFound("no JSON object: " + e.getMessage());
        }
    }
}
