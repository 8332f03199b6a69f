package dev.mcpoauth.server.settings;

import java.time.Duration;

/**
 * How long things are good.
 *
 * @param code an authorization code; at most ten minutes (RFC 6749 §4.1.2)
 * @param accessToken an access token
 * @param refreshIdle a refresh token that is not used; each rotation starts anew
 * @param grant a grant with all its tokens, counted from consent and never extended
 * @param pendingRequest an authorization request that waits for a person
 * @param pushedRequest an authorization request that was pushed and is not begun yet
 * @param deviceCode the codes of a device that wants to be connected
 * @param signIn a person's sign-in in one browser, within which only consent is asked; zero asks every time
 */
public record Lifetimes(
        Duration code,
        Duration accessToken,
        Duration refreshIdle,
        Duration grant,
        Duration pendingRequest,
        Duration pushedRequest,
        Duration deviceCode,
        Duration signIn) {}
