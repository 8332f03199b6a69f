package dev.mcpoauth.example.benchmarks.endpoint;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/** What a store asked of its backend, and how much of it per request. */
final class Counters implements Stopwatch {
    private final List<LongSupplier> counters;
    private final long[] counted;
    private long requests;

    /** What each of these goes up by while requests run. */
    Counters(List<LongSupplier> counters) {
        this.counters = List.copyOf(counters);
        this.counted = new long[counters.size()];
    }

    @Override
    public void time(int count, Runnable part) {
        long[] before = now();
        part.run();
        long[] after = now();
        for (int i = 0; i < counted.length; i++) counted[i] += after[i] - before[i];
        requests += count;
    }

    private long[] now() {
        return counters.stream().mapToLong(LongSupplier::getAsLong).toArray();
    }

    /** Each per request: a whole number, unless requests differed. */
    @Override
    public String toString() {
        return Arrays.stream(counted).mapToObj(this::perRequest).collect(Collectors.joining(" / "));
    }

    private String perRequest(long all) {
        return all % requests == 0
                ? String.valueOf(all / requests)
                : String.format(Locale.ROOT, "%.1f", (double) all / requests);
    }
}
