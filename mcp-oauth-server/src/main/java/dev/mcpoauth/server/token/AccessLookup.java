package dev.mcpoauth.server.token;

import dev.mcpoauth.core.secret.TokenHash;
import dev.mcpoauth.core.store.AccessView;
import dev.mcpoauth.server.grant.Lineage;
import dev.mcpoauth.server.internal.BoundedCache;
import dev.mcpoauth.server.settings.AccessTokenCache;
import dev.mcpoauth.server.watch.WatchedStore;
import java.time.Instant;
import java.util.Optional;

/**
 * Looks access tokens up, and remembers active ones for a short time. A revocation through the same {@link WatchedStore}
 * makes everything forgotten at once; one on another node is seen when the time is over.
 */
final class AccessLookup {
    private final WatchedStore store;
    private final AccessTokenCache settings;
    private final BoundedCache<TokenHash, Seen> seen;

    private record Seen(AccessView view, long revocations, Instant until) {}

    AccessLookup(WatchedStore store, AccessTokenCache settings) {
        this.store = store;
        this.settings = settings;
        this.seen = new BoundedCache<>(settings.entries());
    }

    Optional<AccessView> find(TokenHash token, Instant now) {
        if (settings.time().isZero()) {
            return Lineage.find(store.tokens(), token);
        }
        Optional<Seen> known = seen.get(token)
                .filter(entry -> entry.revocations() == store.revocations()
                        && entry.until().isAfter(now));
        return known.isPresent() ? known.map(Seen::view) : read(token, now);
    }

    /** The count is read first: a revocation during the look-up makes what it found out of date. */
    private Optional<AccessView> read(TokenHash token, Instant now) {
        long revocations = store.revocations();
        Optional<AccessView> found = Lineage.find(store.tokens(), token);
        if (found.isPresent() && found.get().isActive(now)) {
            seen.put(token, new Seen(found.get(), revocations, now.plus(settings.time())));
        } else {
            seen.remove(token);
        }
        return found;
    }
}
