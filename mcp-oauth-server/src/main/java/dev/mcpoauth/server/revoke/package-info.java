/** Token revocation (RFC 7009). */
@NullMarked
package dev.mcpoauth.server.revoke;

import org.jspecify.annotations.NullMarked;
