/** Client side of MCP over HTTP and stdio. What the server does with a message belongs elsewhere. */
@NullMarked
package dev.mcpoauth.transport.client;

import org.jspecify.annotations.NullMarked;
