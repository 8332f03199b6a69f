package dev.mcpoauth.client.bridge;

import java.time.Duration;

/**
 * What one host may ask of a bridge.
 *
 * @param callTimeout how long a request may go without an answer and without progress
 * @param openCalls how many requests may wait for an answer at once
 * @param messageBytes how long one message of the host may be
 * @param farewell how long requests that are under way may go on after the host has closed its output
 * @param greetingWait how long {@code initialize} waits for a server that the bridge does not remember
 * @param signInWait how long other requests wait for a sign-in before they are answered with where to sign in; hosts give
 *     up after a minute
 */
public record BridgeLimits(
        Duration callTimeout,
        int openCalls,
        int messageBytes,
        Duration farewell,
        Duration greetingWait,
        Duration signInWait) {

    /** Five minutes, 512 requests, 16 MiB, one second; a second for a greeting, 45 seconds for a sign-in. */
    public static final BridgeLimits DEFAULT = new BridgeLimits(
            Duration.ofMinutes(5), 512, 16 << 20, Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(45));

    public BridgeLimits {
        if (callTimeout.isNegative() || callTimeout.isZero()) {
            throw new IllegalArgumentException("callTimeout must be positive: " + callTimeout);
        }
        if (openCalls < 1 || messageBytes < 1) {
            throw new IllegalArgumentException("openCalls and messageBytes must be positive");
        }
        if (farewell.isNegative() || greetingWait.isNegative() || signInWait.isNegative()) {
            throw new IllegalArgumentException("farewell, greetingWait and signInWait must not be negative");
        }
    }

    /** How long all requests together may be that wait for an answer: four of the longest. */
    long openBytes() {
        return 4L * messageBytes;
    }

    /** The same with another time for each call. */
    public BridgeLimits withCallTimeout(Duration timeout) {
        return new BridgeLimits(timeout, openCalls, messageBytes, farewell, greetingWait, signInWait);
    }

    /** The same with another bound on messages. */
    public BridgeLimits withMessageBytes(int bytes) {
        return new BridgeLimits(callTimeout, openCalls, bytes, farewell, greetingWait, signInWait);
    }

    /** The same with another bound on requests at once. */
    public BridgeLimits withOpenCalls(int calls) {
        return new BridgeLimits(callTimeout, calls, messageBytes, farewell, greetingWait, signInWait);
    }

    /** The same with other times for a server that is not there yet. */
    public BridgeLimits withWaits(Duration greeting, Duration signIn) {
        return new BridgeLimits(callTimeout, openCalls, messageBytes, farewell, greeting, signIn);
    }
}
