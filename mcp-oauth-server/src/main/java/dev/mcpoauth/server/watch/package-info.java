/** A store that lets caches on the same node know of revocations. */
@NullMarked
package dev.mcpoauth.server.watch;

import org.jspecify.annotations.NullMarked;
