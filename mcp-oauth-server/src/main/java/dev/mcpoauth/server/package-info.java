/** Entry types of this module. */
@NullMarked
package dev.mcpoauth.server;

import org.jspecify.annotations.NullMarked;
