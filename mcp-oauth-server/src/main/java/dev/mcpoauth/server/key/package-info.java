/**
 * The keys that this server signs access tokens with: where they come from, which one signs when, and how long each stays
 * published. Keys of others, which a protected resource verifies tokens with, are not here.
 */
@NullMarked
package dev.mcpoauth.server.key;

import org.jspecify.annotations.NullMarked;
