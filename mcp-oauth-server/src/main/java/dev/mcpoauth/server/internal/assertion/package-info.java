/** Signed assertions and public keys (RFC 7515, RFC 7517), with the JOSE library behind them. */
@NullMarked
package dev.mcpoauth.server.internal.assertion;

import org.jspecify.annotations.NullMarked;
