package dev.mcpoauth.client.bridge;

import java.time.Duration;

/**
 * Whether and when the bridge answers for a server that is not there yet.
 *
 * @param enabled false to leave every answer to the server
 * @param cache how the server introduced itself the last time
 * @param greetingWait how long a greeting waits for a server that is not remembered
 * @param signInWait how long another request waits for a sign-in
 */
record EarlyAnswers(boolean enabled, GreetingCache cache, Duration greetingWait, Duration signInWait) {

    /** Runs something later, on another thread. */
    @FunctionalInterface
    interface Timer {
        void after(Duration wait, Runnable work);
    }
}
