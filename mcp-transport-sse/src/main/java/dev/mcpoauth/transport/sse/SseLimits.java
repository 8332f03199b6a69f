package dev.mcpoauth.transport.sse;

/**
 * How much of a stream the parser holds at once.
 *
 * @param lineBytes the longest line, without its end
 * @param eventBytes the most data of one event
 */
public record SseLimits(int lineBytes, int eventBytes) {

    /** 16 MiB for both. */
    public static final SseLimits DEFAULT = new SseLimits(16 << 20, 16 << 20);

    public SseLimits {
        if (lineBytes < 1 || eventBytes < 1)
            throw new IllegalArgumentException("limits must be positive: " + lineBytes + ", " + eventBytes);
    }
}
