/** How a client proves to an authorization server who it is (RFC 6749 §2.3, RFC 7523 §2.2). */
@NullMarked
package dev.mcpoauth.client.authentication;

import org.jspecify.annotations.NullMarked;
