package dev.mcpoauth.transport.servlet;

import java.time.Duration;

/** Calls at an interval. */
@FunctionalInterface
interface Ticker {

    /**
     * Begins to call.
     *
     * @return ends it
     */
    Runnable every(Duration interval, Runnable beat);
}
