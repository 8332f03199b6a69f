/**
 * What the engine keeps about a grant and its code and tokens inside the opaque payloads of the store.
 */
@NullMarked
package dev.mcpoauth.server.grant;

import org.jspecify.annotations.NullMarked;
