/**
 * Which resource and which scope a request is about (RFC 8707, RFC 6749 §3.3): the matching of what clients send with what
 * the operator configured.
 */
@NullMarked
package dev.mcpoauth.server.scope;

import org.jspecify.annotations.NullMarked;
