/**
 * This project's client against servers of others, and the official Java SDK's client and server as the others for this
 * project's server and client: one list of steps for each pair. No rule of the protocol is here.
 */
@NullMarked
package dev.mcpoauth.example.sdk.peer;

import org.jspecify.annotations.NullMarked;
