package dev.mcpoauth.example.benchmarks.endpoint;

/** Some requests, of which the part that counts is run by the argument. */
@FunctionalInterface
interface Step {
    /** Prepares requests outside the part that counts, and runs them in it. */
    void run(Stopwatch watch) throws Exception;
}
