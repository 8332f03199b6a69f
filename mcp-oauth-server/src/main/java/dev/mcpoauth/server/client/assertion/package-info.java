/**
 * Client authentication by a signed assertion (RFC 7523, {@code private_key_jwt}): its claims, the client's keys, and that
 * each is used once. Does not belong here: assertions that are grants.
 */
@NullMarked
package dev.mcpoauth.server.client.assertion;

import org.jspecify.annotations.NullMarked;
