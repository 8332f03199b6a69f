/** The everything-client: plays the client's part in the scenarios of the public conformance suite. */
@NullMarked
package dev.mcpoauth.example.conformance.client;

import org.jspecify.annotations.NullMarked;
