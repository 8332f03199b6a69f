package dev.mcpoauth.server.settings;

import java.time.Duration;

/**
 * What is asked of DPoP proofs (RFC 9449).
 *
 * @param window how far a proof's time may be from now, either way
 * @param nonces whether proofs have to carry a nonce of this server
 */
public record DpopSettings(Duration window, boolean nonces) {}
