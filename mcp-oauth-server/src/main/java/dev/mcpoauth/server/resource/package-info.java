/**
 * The protected resource: who calls, with which token, and what that token permits. Knows neither how tokens are issued
 * nor what the resource does.
 */
@NullMarked
package dev.mcpoauth.server.resource;

import org.jspecify.annotations.NullMarked;
