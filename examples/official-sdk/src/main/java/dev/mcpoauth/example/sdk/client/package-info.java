/** The official Java SDK's client, signed in. */
@NullMarked
package dev.mcpoauth.example.sdk.client;

import org.jspecify.annotations.NullMarked;
