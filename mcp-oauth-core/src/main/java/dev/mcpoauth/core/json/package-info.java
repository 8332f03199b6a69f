/** An immutable JSON object as a value of our own, so that no JSON library shows in a signature. */
@NullMarked
package dev.mcpoauth.core.json;

import org.jspecify.annotations.NullMarked;
