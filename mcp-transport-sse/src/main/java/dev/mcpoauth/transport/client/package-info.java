/**
 * Client side of MCP: the seam that a transport fills ({@link dev.mcpoauth.transport.client.ClientTransport}), the typed
 * failures, and a small blocking client on top. How messages travel belongs in {@code client.http} and {@code stdio}.
 */
@NullMarked
package dev.mcpoauth.transport.client;

import org.jspecify.annotations.NullMarked;
