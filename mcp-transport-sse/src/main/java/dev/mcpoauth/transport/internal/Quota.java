package dev.mcpoauth.transport.internal;

import dev.mcpoauth.transport.refusal.Refusal;
import java.util.HashMap;
import java.util.Map;

/** So much of one thing in all, and so much per verified caller. Thread-safe. */
public final class Quota {

    private final String what;
    private final int max;
    private final int maxPerCaller;
    private final Refusal whenFull;
    private final Map<String, Integer> byCaller = new HashMap<>();
    private int total;

    /**
     * A quota of which nothing is taken.
     *
     * @param what the plural that callers read when they have too many
     * @param whenFull why somebody is refused when all together have too many
     */
    public Quota(String what, int max, int maxPerCaller, Refusal whenFull) {
        this.what = what;
        this.max = max;
        this.maxPerCaller = maxPerCaller;
        this.whenFull = whenFull;
    }

    /**
     * Takes so many for a caller; all who were not verified are one, whom only the total bounds.
     *
     * @throws dev.mcpoauth.transport.refusal.RefusalException if that would be too many
     */
    public synchronized void acquire(String caller, int count) {
        if (isTooMuchForOne(caller, count)) throw Refusal.CALLER_LIMIT.because(what);
        if (total + count > max) throw whenFull.exception();
        take(caller, count);
    }

    /** Takes one for a caller, unless that would be too many. */
    public synchronized boolean tryAcquire(String caller) {
        if (isTooMuchForOne(caller, 1) || total + 1 > max) return false;
        take(caller, 1);
        return true;
    }

    private boolean isTooMuchForOne(String caller, int count) {
        return !caller.isEmpty() && byCaller.getOrDefault(caller, 0) + count > maxPerCaller;
    }

    private void take(String caller, int count) {
        byCaller.merge(caller, count, Integer::sum);
        total += count;
    }

    /** Gives so many back. */
    public synchronized void release(String caller, int count) {
        byCaller.computeIfPresent(caller, (key, held) -> held == count ? null : held - count);
        total -= count;
    }

    /** How many are taken. */
    public synchronized int total() {
        return total;
    }
}
