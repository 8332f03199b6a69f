/** The servlet edge of the authorization server: reads and writes, decides nothing. */
@NullMarked
package dev.mcpoauth.server.servlet;

import org.jspecify.annotations.NullMarked;
