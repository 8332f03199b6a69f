package dev.mcpoauth.server.settings;

import java.time.Duration;

/**
 * How often something may fail or happen before it has to wait. Keyed by account, client or the server as a whole and
 * never by network address, which hosted clients share by the thousand.
 *
 * @param concurrentLogins passwords checked at the same time, because each check takes memory by design
 * @param loginFailures failed passwords per account name and window
 * @param clientFailures failed authentications per client and window
 * @param registrations new registrations per window, all together
 * @param pendingRequests authorization requests begun per client and window, because each takes room
 * @param userCodeFailures wrong codes of devices per window, all together
 * @param window the window
 * @param trackedKeys how many names are remembered at once
 */
public record RateLimits(
        int concurrentLogins,
        int loginFailures,
        int clientFailures,
        int registrations,
        int pendingRequests,
        int userCodeFailures,
        Duration window,
        int trackedKeys) {}
