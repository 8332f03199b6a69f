package dev.mcpoauth.server.assertion;

import dev.mcpoauth.server.dpop.JwkThumbprint;
import java.util.Optional;

/**
 * Who presents an assertion.
 *
 * @param clientId the client, which has authenticated
 * @param key that it proved to hold with the request (RFC 9449), if it did
 */
public record Presenter(String clientId, Optional<JwkThumbprint> key) {}
