package dev.mcpoauth.transport.server;

import dev.mcpoauth.transport.json.Json;
import java.util.List;
import java.util.Optional;

/** The client as a handler meets it in one call: answers questions, and hears how far the handler is. */
interface Counterpart {

    /** The answers, once every question has one that fits. */
    Answers ask(List<Question> questions) throws InterruptedException;

    /** The answer to a question, if it is known without asking. */
    default Optional<Json> known(Question question) {
        return Optional.empty();
    }

    /** What the handler says about its progress. */
    default void told(String progress) {}

    /** Of calls whose results cannot ask. */
    static Counterpart silent(String method) {
        return questions -> {
            throw new IllegalStateException(method + " cannot ask the client");
        };
    }
}
