/** A server whose state lives shortly, so that a run of minutes shows what would stay. */
@NullMarked
package dev.mcpoauth.example.benchmarks.soak;

import org.jspecify.annotations.NullMarked;
