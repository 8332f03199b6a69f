package dev.mcpoauth.example.sdk.peer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What a peer said unasked. Thread-safe. */
final class Heard {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final List<String> things = new ArrayList<>();

    synchronized void add(String thing) {
        things.add(thing);
        notifyAll();
    }

    synchronized List<String> all() {
        return List.copyOf(things);
    }

    /** Waits for something like this, at most ten seconds. */
    void await(String beginning) throws InterruptedException {
        if (!within(PATIENCE, beginning)) {
            throw new IllegalStateException("not heard of " + beginning + ", but of " + all());
        }
    }

    /** Whether something like this was said, or is said within the time. */
    synchronized boolean within(Duration patience, String beginning) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (things.stream().noneMatch(thing -> thing.startsWith(beginning))) {
            long millis = (deadline - System.nanoTime()) / 1_000_000;
            if (millis <= 0) return false;
            wait(millis);
        }
        return true;
    }
}
