/** Proof of possession for tokens (RFC 9449): the key, the proofs made with it, and the nonces that servers ask for. */
@NullMarked
package dev.mcpoauth.client.dpop;

import org.jspecify.annotations.NullMarked;
