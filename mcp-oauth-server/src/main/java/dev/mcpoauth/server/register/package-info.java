/** Dynamic client registration (RFC 7591): what is read, what becomes of it, what is returned. */
@NullMarked
package dev.mcpoauth.server.register;

import org.jspecify.annotations.NullMarked;
