package dev.mcpoauth.transport.servlet;

import java.util.HashMap;
import java.util.Map;

/** Counts things in all and by caller. Callers that nobody verified share one budget: the total. Thread-safe. */
final class Quota {

    private final int max;
    private final int maxPerCaller;
    private final Map<String, Integer> byCaller = new HashMap<>();
    private int total;

    Quota(int max, int maxPerCaller) {
        this.max = max;
        this.maxPerCaller = maxPerCaller;
    }

    synchronized boolean tryAcquire(String caller) {
        int held = byCaller.getOrDefault(caller, 0);
        if (total >= max || (!caller.isEmpty() && held >= maxPerCaller)) return false;
        byCaller.put(caller, held + 1);
        total++;
        return true;
    }

    synchronized void release(String caller) {
        byCaller.computeIfPresent(caller, (key, held) -> held == 1 ? null : held - 1);
        total--;
    }

    synchronized int total() {
        return total;
    }
}
