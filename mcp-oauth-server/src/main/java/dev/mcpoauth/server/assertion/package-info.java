/**
 * Assertions that are grants (RFC 7523 §2.1): what trusted issuers sign about people, how that is verified, and that each is
 * used once. Does not belong here: assertions by which clients authenticate, and what is issued in return.
 */
@NullMarked
package dev.mcpoauth.server.assertion;

import org.jspecify.annotations.NullMarked;
