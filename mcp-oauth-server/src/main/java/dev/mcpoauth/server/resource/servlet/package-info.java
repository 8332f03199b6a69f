/** The servlet edge of a protected resource. Decides nothing by itself. */
@NullMarked
package dev.mcpoauth.server.resource.servlet;

import org.jspecify.annotations.NullMarked;
