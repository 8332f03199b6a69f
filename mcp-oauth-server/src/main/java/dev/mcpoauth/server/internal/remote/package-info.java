/** What this module asks of an issuer over HTTP: bounded exchanges, and values that are kept and refreshed. */
@NullMarked
package dev.mcpoauth.server.internal.remote;

import org.jspecify.annotations.NullMarked;
