package dev.mcpoauth.server.settings;

import java.time.Duration;

/**
 * For how long a credential that was just spent is answered again with the identical response, because the first one may
 * have been lost. Zero is strict: any second use is reuse.
 *
 * @param code a code submitted twice, as when a browser delivers the callback on IPv4 and IPv6
 * @param refresh a refresh token presented twice, as by two processes of one client
 * @param most how many repetitions one credential gets
 */
public record ReplayWindows(Duration code, Duration refresh, int most) {}
