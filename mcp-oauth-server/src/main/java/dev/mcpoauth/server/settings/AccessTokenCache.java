package dev.mcpoauth.server.settings;

import java.time.Duration;

/**
 * How long a resource in the same process may go without asking the store about a token.
 *
 * @param time for how long; zero asks each time. A revocation on this node counts at once, one on another node after this
 *     time at the latest
 * @param entries how many tokens are remembered
 */
public record AccessTokenCache(Duration time, int entries) {}
