package dev.mcpoauth.example.benchmarks.endpoint;

/** Tells the part of a {@link Step} that counts from what is prepared for it. */
@FunctionalInterface
interface Stopwatch {
    /** Runs the part, which is this many requests. */
    void time(int count, Runnable part);
}
