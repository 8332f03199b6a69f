package dev.mcpoauth.server.http;

import java.util.Optional;

/**
 * What the peer of a refusal, or of an outage, can read.
 *
 * @param status of the response
 * @param code the OAuth error code
 * @param text safe for the peer
 * @param uri where the reason is explained, if that is to be told
 */
public record Refused(int status, String code, String text, Optional<String> uri) {}
