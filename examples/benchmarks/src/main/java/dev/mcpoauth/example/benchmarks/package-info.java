/** How fast the hot parts are, each against the least that the work could cost. Never deployed. */
@NullMarked
package dev.mcpoauth.example.benchmarks;

import org.jspecify.annotations.NullMarked;
