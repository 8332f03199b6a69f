/** What plugs a {@link dev.mcpoauth.client.ResourceSession} into an HTTP client. No rule of the protocol is here. */
@NullMarked
package dev.mcpoauth.client.binding;

import org.jspecify.annotations.NullMarked;
