package dev.mcpoauth.client.bridge.cli;

/** The command line or a file it names cannot be used. The message tells the user what to change. */
final class Misuse extends Exception {
    private static final long serialVersionUID = 1L;

    Misuse(String message) {
        super(message);
    }

    Misuse(String message, Throwable cause) {
        super(message, cause);
    }
}
