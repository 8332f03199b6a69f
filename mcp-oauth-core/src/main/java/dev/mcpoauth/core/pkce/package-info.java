/**
 * Proof Key for Code Exchange (RFC 7636) as pure functions: reading a challenge at the authorization endpoint, verifying
 * a verifier at the token endpoint, and the named tolerances for clients that encode the digest in a way of their own.
 *
 * <p>What does not belong here: HTTP, stores, and what a server does about a refusal.
 */
@NullMarked
package dev.mcpoauth.core.pkce;

import org.jspecify.annotations.NullMarked;
