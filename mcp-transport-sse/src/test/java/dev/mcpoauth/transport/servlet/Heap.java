package dev.mcpoauth.transport.servlet;

/** How much of the heap is in use by what can still be reached. */
final class Heap {

    static final long MIB = 1 << 20;

    private Heap() {}

    static long usedAfterCollection() {
        long used = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            System.gc();
            used = Math.min(
                    used,
                    Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
        }
        return used;
    }
}
