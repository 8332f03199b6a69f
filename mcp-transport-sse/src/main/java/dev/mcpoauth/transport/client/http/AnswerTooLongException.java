package dev.mcpoauth.transport.client.http;

import java.io.IOException;

/** An answer is longer than allowed, and would be again. */
final class AnswerTooLongException extends IOException {

    private static final long serialVersionUID = 1L;

    AnswerTooLongException(int limit) {
        super("the answer is longer than " + limit + " bytes");
    }
}
