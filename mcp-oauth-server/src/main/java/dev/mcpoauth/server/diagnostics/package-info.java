/** The catalog of this authorization server's reason ids; {@code docs/reasons.md} has cause and remedy of each. */
@NullMarked
package dev.mcpoauth.server.diagnostics;

import org.jspecify.annotations.NullMarked;
