/** Many idle streams and a broadcast to all; slow tools on few threads. */
@NullMarked
package dev.mcpoauth.example.benchmarks.stream;

import org.jspecify.annotations.NullMarked;
