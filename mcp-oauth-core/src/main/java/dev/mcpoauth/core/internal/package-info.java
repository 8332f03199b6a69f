/** Helpers of this module; siblings do not import them. */
@NullMarked
package dev.mcpoauth.core.internal;

import org.jspecify.annotations.NullMarked;
