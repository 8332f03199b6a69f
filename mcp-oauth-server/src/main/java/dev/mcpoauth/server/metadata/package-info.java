/** The documents that describe this server and its resources (RFC 8414, RFC 9728), and where they are found. */
@NullMarked
package dev.mcpoauth.server.metadata;

import org.jspecify.annotations.NullMarked;
