/** Entry types of this module. */
@NullMarked
package dev.mcpoauth.transport;

import org.jspecify.annotations.NullMarked;
