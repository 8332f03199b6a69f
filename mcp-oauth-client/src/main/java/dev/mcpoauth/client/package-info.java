/** Entry types of this module. */
@NullMarked
package dev.mcpoauth.client;

import org.jspecify.annotations.NullMarked;
