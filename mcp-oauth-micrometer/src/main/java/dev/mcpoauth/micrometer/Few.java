package dev.mcpoauth.micrometer;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps a tag from having more values than somebody can look at, and a registry can hold. Thread-safe. */
final class Few {
    /** What stands for all values that came too late. */
    static final String OTHER = "other";

    private final int most;
    private final Set<String> values = ConcurrentHashMap.newKeySet();

    Few(int most) {
        this.most = most;
    }

    /** The value itself if it is one of the first, else {@value #OTHER}. */
    String bounded(String value) {
        if (values.contains(value) || (values.size() < most && values.add(value))) {
            return value;
        }
        return OTHER;
    }
}
