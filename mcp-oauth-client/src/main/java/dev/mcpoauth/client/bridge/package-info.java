/**
 * The bridge between a host that speaks MCP over standard streams and a server that speaks it over HTTP: passes messages
 * on, translates between the eras where the two differ, and owes the host an answer to each request. How to reach the
 * server and how to sign in belongs to the transport and the OAuth client; flags and files belong in {@code cli}.
 */
@NullMarked
package dev.mcpoauth.client.bridge;

import org.jspecify.annotations.NullMarked;
