package dev.mcpoauth.server.store.redis;

import dev.mcpoauth.core.store.OAuthStore;
import dev.mcpoauth.core.store.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** What a store told one thread, as assertions that must hold ever after. Not thread-safe. */
final class Ledger {
    private final List<Consumer<OAuthStore>> told = new ArrayList<>();
    private Optional<Consumer<OAuthStore>> inFlight = Optional.empty();
    private int unknown;

    /**
     * Runs a verb.
     *
     * @param holds what is so once the verb returned
     * @param wholeOrNot what is so if it failed with {@link StoreException}
     */
    <T> T told(Supplier<T> verb, Consumer<OAuthStore> holds, Consumer<OAuthStore> wholeOrNot) {
        inFlight = Optional.of(wholeOrNot);
        T result = verb.get();
        inFlight = Optional.empty();
        told.add(holds);
        return result;
    }

    /** How many verbs returned. */
    int size() {
        return told.size();
    }

    /** How many verbs failed without telling how they ended, and turned out whole or not done at all. */
    int unknown() {
        return unknown;
    }

    boolean hasOneInFlight() {
        return inFlight.isPresent();
    }

    /** What was in flight is tried again by its check, so that this is done once. */
    void check(OAuthStore store) {
        told.forEach(claim -> claim.accept(store));
        inFlight.ifPresent(claim -> {
            claim.accept(store);
            unknown++;
        });
        inFlight = Optional.empty();
    }
}
