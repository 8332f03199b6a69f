/**
 * Verifies signed access tokens (RFC 9068) of one issuer, ours or any other, with the keys that it publishes. What
 * providers put into their tokens in ways of their own is a {@link dev.mcpoauth.server.resource.TokenProfile}.
 */
@NullMarked
package dev.mcpoauth.server.resource.jwt;

import org.jspecify.annotations.NullMarked;
