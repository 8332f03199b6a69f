package dev.mcpoauth.client.http;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes a value when it is first asked for, once: an HTTP client costs a thread and the TLS settings. Thread-safe.
 *
 * @param <T> what is made
 */
public final class Once<T> implements Supplier<T> {
    private final Supplier<T> making;
    private @Nullable T made;

    /** Of what this makes. */
    public Once(Supplier<T> making) {
        this.making = making;
    }

    @Override
    public synchronized T get() {
        T value = made == null ? making.get() : made;
        made = value;
        return value;
    }
}
