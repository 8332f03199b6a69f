package dev.mcpoauth.client.doctor;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Something that takes a while to find out, found out when first asked for. Of one thread. */
final class Once<T> {
    private final Finder<T> finder;
    private @Nullable T found;

    Once(Finder<T> finder) {
        this.finder = finder;
    }

    /** Finds it out. */
    @FunctionalInterface
    interface Finder<T> {
        T find() throws InterruptedException;
    }

    T get() throws InterruptedException {
        T known = found;
        if (known == null) {
            known = finder.find();
            found = known;
        }
        return known;
    }

    void ifFound(Consumer<T> action) {
        if (found != null) {
            action.accept(found);
        }
    }
}
