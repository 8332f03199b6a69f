package dev.mcpoauth.client.doctor;

import dev.mcpoauth.client.http.HttpReply;
import java.net.URI;
import java.util.Optional;

/** What came of one request. */
sealed interface Asked {

    /** An answer. */
    record Answered(URI uri, HttpReply got) implements Asked {}

    /** None within the bounds of time and length. */
    record Silent(URI uri, String why) implements Asked {}

    /** A URL of a server that must not be asked, so it was not. */
    record Forbidden(URI uri, String why) implements Asked {}

    URI uri();

    default Optional<HttpReply> reply() {
        return this instanceof Answered answered ? Optional.of(answered.got()) : Optional.empty();
    }

    /** What came, in a few words. */
    default String summary() {
        if (this instanceof Answered answered) {
            return "answered " + answered.got().status();
        }
        return this instanceof Silent silent ? silent.why() : ((Forbidden) this).why();
    }
}
