/** The HTTP server: addresses, the container's own limits, and stopping without losing a request. */
@NullMarked
package dev.mcpoauth.example.database.http;

import org.jspecify.annotations.NullMarked;
