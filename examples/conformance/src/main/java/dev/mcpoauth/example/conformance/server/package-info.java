/** A server with one of everything, for the public conformance suite. */
@NullMarked
package dev.mcpoauth.example.conformance.server;

import org.jspecify.annotations.NullMarked;
