/**
 * The OAuth client: {@link dev.mcpoauth.client.OAuthClient} is configured once, {@link
 * dev.mcpoauth.client.ResourceSession} keeps one user signed in to one MCP server. The steps of the protocol are in the
 * packages below; what plugs into HTTP clients is in {@code binding}.
 */
@NullMarked
package dev.mcpoauth.client;

import org.jspecify.annotations.NullMarked;
