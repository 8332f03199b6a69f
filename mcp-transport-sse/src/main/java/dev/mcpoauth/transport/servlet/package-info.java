/**
 * MCP over HTTP for any Jakarta Servlet 6 container: one servlet, one path, every revision. Only this package knows
 * servlet types. What a request means is decided in {@code server}.
 */
@NullMarked
package dev.mcpoauth.transport.servlet;

import org.jspecify.annotations.NullMarked;
