/** Derives JSON Schema from records; the one place that knows the library for it. Takes and gives plain types only. */
@NullMarked
package dev.mcpoauth.transport.json.internal;

import org.jspecify.annotations.NullMarked;
