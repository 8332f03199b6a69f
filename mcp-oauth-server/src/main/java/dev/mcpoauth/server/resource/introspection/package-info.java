/**
 * Asks an issuer about each access token (RFC 7662): for opaque tokens of another process, and where a revocation has to be
 * seen within seconds.
 */
@NullMarked
package dev.mcpoauth.server.resource.introspection;

import org.jspecify.annotations.NullMarked;
