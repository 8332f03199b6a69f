/** Parts that several packages of this module share and nobody else uses: they change without notice. */
@NullMarked
package dev.mcpoauth.transport.internal;

import org.jspecify.annotations.NullMarked;
