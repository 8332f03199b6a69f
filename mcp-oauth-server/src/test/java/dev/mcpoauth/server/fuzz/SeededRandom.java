package dev.mcpoauth.server.fuzz;

import java.security.SecureRandom;
import java.util.SplittableRandom;

/** Codes and tokens that are the same in each run of a seed, so that a run can be repeated. */
final class SeededRandom extends SecureRandom {
    private static final long serialVersionUID = 1L;

    private final transient SplittableRandom source;

    SeededRandom(SplittableRandom source) {
        this.source = source;
    }

    @Override
    public synchronized void nextBytes(byte[] bytes) {
        source.nextBytes(bytes);
    }
}
