/** What tokens of this module are signed with (RFC 7515, RFC 7518). Keys are in {@code key}, the signing itself is internal. */
@NullMarked
package dev.mcpoauth.server.jose;

import org.jspecify.annotations.NullMarked;
