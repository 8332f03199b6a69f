/**
 * What clients say about themselves (RFC 7591 §2), read by one set of rules whatever the source: dynamic registration, a
 * document behind the client id, or an operator. Does not belong here: where the metadata comes from and where it is kept.
 */
@NullMarked
package dev.mcpoauth.server.client.metadata;

import org.jspecify.annotations.NullMarked;
