/**
 * The authorization code grant with a user: the attempt that is remembered, the response that is checked against it, and
 * the ways in which a user is sent to sign in. Tokens are requested elsewhere.
 */
@NullMarked
package dev.mcpoauth.client.login;

import org.jspecify.annotations.NullMarked;
