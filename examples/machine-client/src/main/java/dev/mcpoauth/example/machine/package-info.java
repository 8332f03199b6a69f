/** A program that calls a protected MCP server for itself: with a key that it was registered by, and with nobody at a browser. */
@NullMarked
package dev.mcpoauth.example.machine;

import org.jspecify.annotations.NullMarked;
