/** The official Java SDK's server, for comparison, on the same container as ours. */
@NullMarked
package dev.mcpoauth.example.benchmarks.peer;

import org.jspecify.annotations.NullMarked;
