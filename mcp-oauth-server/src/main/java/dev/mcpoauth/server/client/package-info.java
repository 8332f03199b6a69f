/**
 * The clients that this server knows: where they come from, what they registered, how they authenticate. Does not belong
 * here: the registration endpoint, and what a client may be granted.
 */
@NullMarked
package dev.mcpoauth.server.client;

import org.jspecify.annotations.NullMarked;
