/** Entry types of this module. */
@NullMarked
package dev.mcpoauth.core;

import org.jspecify.annotations.NullMarked;
