package dev.mcpoauth.server.http;

/**
 * The body of a response that goes on: what is told is written when it happens, until the reader or the teller ends it.
 * Thread-safe.
 */
@FunctionalInterface
public interface LiveBody {

    /**
     * Begins to tell a reader.
     *
     * @return to be run once the reader is gone; may be repeated
     */
    Runnable begin(Reader reader);

    /** Who is told. Thread-safe; no method blocks. */
    interface Reader {
        /**
         * Sends this soon.
         *
         * @return false if the reader is behind, and this was not taken
         */
        boolean offer(String text);

        /** Ends the response. May be repeated. */
        void end();
    }
}
