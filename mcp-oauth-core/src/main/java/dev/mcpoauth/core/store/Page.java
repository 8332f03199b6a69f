package dev.mcpoauth.core.store;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Some rows of a listing, and where the rest begins.
 *
 * @param <T> the kind of row
 */
public final class Page<T> {
    private final List<T> items;
    private final Optional<Cursor> next;

    private Page(List<T> items, Optional<Cursor> next) {
        this.items = items;
        this.next = next;
    }

    /**
     * Cuts a page of {@code limit} from rows fetched in order of {@code key}, of which there is one more than {@code limit}
     * if another page follows.
     */
    public static <T> Page<T> cut(List<T> fetched, int limit, Function<T, String> key) {
        if (fetched.size() <= limit) {
            return new Page<>(List.copyOf(fetched), Optional.empty());
        }
        List<T> items = List.copyOf(fetched.subList(0, limit));
        return new Page<>(items, Optional.of(new Cursor(key.apply(items.get(limit - 1)))));
    }

    /** The same page with other items. */
    public <R> Page<R> map(Function<T, R> change) {
        return new Page<>(items.stream().map(change).toList(), next);
    }

    /** The rows, in order of their key. */
    public List<T> items() {
        return items;
    }

    /** Where the next page starts, if there is one. */
    public Optional<Cursor> next() {
        return next;
    }
}
