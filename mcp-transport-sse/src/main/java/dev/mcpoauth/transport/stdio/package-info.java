/**
 * MCP over a pair of byte streams: one message per line, and on the client side the process at their other end. What a
 * message means belongs elsewhere.
 */
@NullMarked
package dev.mcpoauth.transport.stdio;

import org.jspecify.annotations.NullMarked;
