/**
 * Values that must never be seen by accident, and the hashes that stand for them at rest.
 *
 * <p>Belongs here: types whose text grants access, each with one door to it ({@code reveal()}), and {@link
 * dev.mcpoauth.core.secret.TokenHash}. Does not belong here: encryption, key handling, passwords of people.
 */
@NullMarked
package dev.mcpoauth.core.secret;

import org.jspecify.annotations.NullMarked;
