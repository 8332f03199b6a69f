/**
 * The token endpoint and the grants that need no user: client credentials, and assertions of another issuer. The grant with
 * a user builds on this from its own package.
 */
@NullMarked
package dev.mcpoauth.client.grant;

import org.jspecify.annotations.NullMarked;
