package dev.mcpoauth.transport.client.http;

import java.time.Duration;

/**
 * How stubbornly a stream that ended is opened again. The wait doubles with each attempt that brings nothing, and starts
 * over after one that does.
 *
 * @param attempts how many attempts in a row may bring nothing before the transport gives up
 * @param first the first wait; a {@code retry} of the server takes its place
 * @param longest what the wait grows to, unless the server asks for more
 */
public record Reconnection(int attempts, Duration first, Duration longest) {

    /** Six attempts, after 1 s to 30 s: about a minute. */
    public static final Reconnection DEFAULT = new Reconnection(6, Duration.ofSeconds(1), Duration.ofSeconds(30));

    /** For as long as it takes, after 1 s to 30 s. */
    public static final Reconnection ENDLESS =
            new Reconnection(Integer.MAX_VALUE, Duration.ofSeconds(1), Duration.ofSeconds(30));

    public Reconnection {
        if (attempts < 0) throw new IllegalArgumentException("attempts must not be negative: " + attempts);
        if (first.isNegative() || longest.compareTo(first) < 0)
            throw new IllegalArgumentException("0 <= first <= longest does not hold: " + first + ", " + longest);
    }
}
