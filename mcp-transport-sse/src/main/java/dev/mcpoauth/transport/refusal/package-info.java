/**
 * Why this module refuses something: one catalog of stable ids, and the listener that operators hear them by. Ids of
 * authorization refusals belong to the modules that make them.
 */
@NullMarked
package dev.mcpoauth.transport.refusal;

import org.jspecify.annotations.NullMarked;
