/** How claims of tokens and introspection responses are read (RFC 7519 §4.1, RFC 7662 §2.2). */
@NullMarked
package dev.mcpoauth.server.internal.claims;

import org.jspecify.annotations.NullMarked;
