/**
 * What an application writes against: tools, resources, prompts and completions, and the context that a call runs in;
 * and the dispatcher that turns JSON-RPC requests into calls of these. How messages travel belongs to the transports.
 */
@NullMarked
package dev.mcpoauth.transport.server;

import org.jspecify.annotations.NullMarked;
