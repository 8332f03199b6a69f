/**
 * The token endpoint (RFC 6749 §3.2): one handler for each grant, the making of tokens, and the answer to a request whose
 * first response was lost. A grant that comes later is one more {@link dev.mcpoauth.server.token.GrantHandler}.
 */
@NullMarked
package dev.mcpoauth.server.token;

import org.jspecify.annotations.NullMarked;
