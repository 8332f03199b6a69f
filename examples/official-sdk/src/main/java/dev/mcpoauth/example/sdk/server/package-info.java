/** The official Java SDK's server behind the bearer filter. Everything about OAuth is in front of it or handed to it. */
@NullMarked
package dev.mcpoauth.example.sdk.server;

import org.jspecify.annotations.NullMarked;
