package dev.mcpoauth.transport.client.http;

import java.time.Duration;

/**
 * How long a message is sent again that a server did not take: one that could not be connected to, and, where the message
 * changes nothing, one that is busy (429, 502, 503, 504) or breaks the connection. {@code Retry-After} counts (RFC 9110
 * §10.2.3) where it ends in time.
 *
 * @param budget how long after the first attempt the last one may begin; zero for no retry
 * @param first the wait before the second attempt, doubled from then on
 * @param longest what the wait grows to, unless the server asks for more
 */
public record Retries(Duration budget, Duration first, Duration longest) {

    /** Everything is tried once. */
    public static final Retries NONE = new Retries(Duration.ZERO, Duration.ofSeconds(1), Duration.ofSeconds(1));

    public Retries {
        if (budget.isNegative()) throw new IllegalArgumentException("budget must not be negative: " + budget);
        if (first.isNegative() || longest.compareTo(first) < 0)
            throw new IllegalArgumentException("0 <= first <= longest does not hold: " + first + ", " + longest);
    }
}
