/**
 * Proof of possession (<a href="https://www.rfc-editor.org/rfc/rfc9449">RFC 9449</a>): what a DPoP proof must say, that each
 * is used once, and the nonces a server may ask for. The same rules hold at the token endpoint and at a protected resource.
 * Does not belong here: which tokens are bound to a key, and what a token bound to one is good for.
 */
@NullMarked
package dev.mcpoauth.server.dpop;

import org.jspecify.annotations.NullMarked;
