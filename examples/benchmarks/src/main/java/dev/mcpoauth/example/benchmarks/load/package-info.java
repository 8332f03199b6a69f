/** Load on a whole server in a process of its own, each figure as a ratio against a bare servlet on the same container. */
@NullMarked
package dev.mcpoauth.example.benchmarks.load;

import org.jspecify.annotations.NullMarked;
