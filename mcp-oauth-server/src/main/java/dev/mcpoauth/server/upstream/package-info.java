/**
 * Sign-in at an external OpenID provider or OAuth authorization server (OpenID Connect Core 1.0, RFC 6749), on behalf of which
 * this server issues tokens of its own. Belongs here: how such a provider is described, asked, and what of its answer is believed.
 * Does not belong here: what waits for the sign-in, and the browser's way.
 */
@NullMarked
package dev.mcpoauth.server.upstream;

import org.jspecify.annotations.NullMarked;
