/**
 * The authorization endpoint (RFC 6749 §3.1) and the way of a request through sign-in and consent to its response. Does
 * not belong here: how pages look, and what happens to the code afterwards.
 */
@NullMarked
package dev.mcpoauth.server.authorize;

import org.jspecify.annotations.NullMarked;
