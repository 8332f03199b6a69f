package dev.mcpoauth.server.store.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Lists of ids in their order, of which each may be stale: what counts is the row. */
final class Listing {
    private static final int LEAST = 10;
    private static final int MOST = 100;

    private final Redis redis;

    Listing(Redis redis) {
        this.redis = redis;
    }

    /** Loads what is listed after an id until there are {@code most} rows, or a few more, or the list ends. */
    <T> List<T> collect(String operation, byte[] list, String after, long most, Function<List<String>, List<T>> load) {
        List<T> found = new ArrayList<>();
        String from = after;
        boolean more = true;
        while (more && found.size() < most) {
            int portion = (int) Math.max(LEAST, Math.min(MOST, most - found.size()));
            List<String> ids = portion(operation, list, from, portion);
            found.addAll(load.apply(ids));
            more = ids.size() == portion;
            from = more ? ids.get(portion - 1) : from;
        }
        return found;
    }

    private List<String> portion(String operation, byte[] list, String after, int most) {
        return redis.call(operation, Script.PAGE)
                .key(list)
                .arg(after)
                .arg(most)
                .run()
                .texts(0);
    }
}
