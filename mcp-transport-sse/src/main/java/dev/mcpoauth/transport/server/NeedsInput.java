package dev.mcpoauth.transport.server;

import java.util.List;

/**
 * Ends a run of a handler whose question has no answer yet. An {@code Error} so that a handler that catches its
 * exceptions does not take it for a failure.
 */
final class NeedsInput extends Error {

    private static final long serialVersionUID = 1L;

    private final transient List<Question> questions;

    NeedsInput(List<Question> questions) {
        super("the client is asked for input", null, false, false);
        this.questions = List.copyOf(questions);
    }

    List<Question> questions() {
        return questions;
    }
}
