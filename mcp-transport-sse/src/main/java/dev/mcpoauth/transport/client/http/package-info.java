/**
 * MCP over HTTP, client side: the stateless era, the session era, the older SSE era, and finding out which one a server
 * speaks. What the messages mean belongs in {@code client}; credentials belong to the
 * {@link dev.mcpoauth.transport.client.HttpAuthorizer}.
 */
@NullMarked
package dev.mcpoauth.transport.client.http;

import org.jspecify.annotations.NullMarked;
