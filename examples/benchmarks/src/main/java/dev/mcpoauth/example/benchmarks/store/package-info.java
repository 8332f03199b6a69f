/**
 * The stores compared: time per verb, growth with the number of live grants, and what a purge costs the traffic beside it. Real
 * database servers are started for it and stopped after.
 */
@NullMarked
package dev.mcpoauth.example.benchmarks.store;

import org.jspecify.annotations.NullMarked;
