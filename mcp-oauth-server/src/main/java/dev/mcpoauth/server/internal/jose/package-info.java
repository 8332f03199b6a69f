/** Signed tokens and keys on the wire, for this module alone: JWS in compact form, JWK, PEM. */
@NullMarked
package dev.mcpoauth.server.internal.jose;

import org.jspecify.annotations.NullMarked;
