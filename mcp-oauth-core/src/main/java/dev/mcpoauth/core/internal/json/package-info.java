/** The only place of this module that knows the JSON library. */
@NullMarked
package dev.mcpoauth.core.internal.json;

import org.jspecify.annotations.NullMarked;
