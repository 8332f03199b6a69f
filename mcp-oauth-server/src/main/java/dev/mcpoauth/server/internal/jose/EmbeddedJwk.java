package dev.mcpoauth.server.internal.jose;

/**
 * A public key that came along with what it signed.
 *
 * @param thumbprint of RFC 7638 with SHA-256, which alone says whose it is
 * @param verifier for the one algorithm that was asked for
 */
public record EmbeddedJwk(String thumbprint, JcaVerifier verifier) {}
