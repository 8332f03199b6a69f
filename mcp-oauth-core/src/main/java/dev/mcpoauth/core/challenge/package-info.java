/**
 * The grammar of HTTP authentication challenges (RFC 9110 §11) as {@code WWW-Authenticate} carries them, and the
 * parameters that OAuth adds (RFC 6750 §3, RFC 9728 §5.1).
 *
 * <p>What does not belong here: deciding when to challenge and what to do about one.
 */
@NullMarked
package dev.mcpoauth.core.challenge;

import org.jspecify.annotations.NullMarked;
