/** Says to protected resources what a token is worth (RFC 7662). */
@NullMarked
package dev.mcpoauth.server.introspect;

import org.jspecify.annotations.NullMarked;
