package dev.mcpoauth.client.bridge;

import java.time.Duration;

/**
 * What one host may ask of a bridge.
 *
 * @param callTimeout how long a request may go without an answer and without progress
 * @param openCalls how many requests may wait for an answer at once
 * @param messageBytes how long one message of the host may be
 * @param farewell how long requests that are under way may go on after the host has closed its output
 */
public record BridgeLimits(Duration callTimeout, int openCalls, int messageBytes, Duration farewell) {

    /** Five minutes, 512 requests, 16 MiB, one second. */
    public static final BridgeLimits DEFAULT =
            new BridgeLimits(Duration.ofMinutes(5), 512, 16 << 20, Duration.ofSeconds(1));

    public BridgeLimits {
        if (callTimeout.isNegative() || callTimeout.isZero()) {
            throw new IllegalArgumentException("callTimeout must be positive: " + callTimeout);
        }
        if (openCalls < 1 || messageBytes < 1) {
            throw new IllegalArgumentException("openCalls and messageBytes must be positive");
        }
        if (farewell.isNegative()) {
            throw new IllegalArgumentException("farewell must not be negative: " + farewell);
        }
    }

    /** The same with another time for each call. */
    public BridgeLimits withCallTimeout(Duration timeout) {
        return new BridgeLimits(timeout, openCalls, messageBytes, farewell);
    }

    /** The same with another bound on messages. */
    public BridgeLimits withMessageBytes(int bytes) {
        return new BridgeLimits(callTimeout, openCalls, bytes, farewell);
    }
}
