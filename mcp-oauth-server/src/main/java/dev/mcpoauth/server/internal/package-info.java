/** Helpers of this module; nobody else imports them. */
@NullMarked
package dev.mcpoauth.server.internal;

import org.jspecify.annotations.NullMarked;
