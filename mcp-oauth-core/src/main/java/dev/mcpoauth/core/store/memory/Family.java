package dev.mcpoauth.core.store.memory;

import dev.mcpoauth.core.store.GrantRecord;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** A grant and the lock under which everything in its family changes. Reads take no lock. */
final class Family {
    private final ReentrantLock lock = new ReentrantLock();
    private volatile GrantRecord grant;

    Family(GrantRecord grant) {
        this.grant = grant;
    }

    GrantRecord grant() {
        return grant;
    }

    <T> T exclusively(Supplier<T> transition) {
        lock.lock();
        try {
            return transition.get();
        } finally {
            lock.unlock();
        }
    }

    /** Changes the grant if it is as {@code when} says; whether it was. */
    boolean changeIf(Predicate<GrantRecord> when, UnaryOperator<GrantRecord> change) {
        return exclusively(() -> {
            boolean applies = when.test(grant);
            if (applies) {
                grant = change.apply(grant);
            }
            return applies;
        });
    }
}
