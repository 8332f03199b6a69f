package dev.mcpoauth.server.store.redis;

import dev.mcpoauth.core.secret.TokenHash;
import dev.mcpoauth.server.internal.BoundedCache;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/**
 * Leads from the hash of a code or token to its grant. Where a hash leads never changes, so this node remembers it and saves a
 * round trip; what is there is read anew each time.
 */
final class Directory {
    private static final int REMEMBERED = 20_000;

    private final Redis redis;
    private final Keyspace keys;
    private final BoundedCache<TokenHash, Place> known = new BoundedCache<>(REMEMBERED);

    Directory(Redis redis, Keyspace keys) {
        this.redis = redis;
        this.keys = keys;
    }

    /** What {@code read} finds at the place of the hash, if that is known and there is something. */
    <T> Optional<T> at(String operation, TokenHash hash, Function<Place, Optional<T>> read) {
        Optional<Place> remembered = known.get(hash);
        Optional<T> found = remembered.flatMap(read);
        return found.isPresent() ? found : locate(operation, hash).flatMap(read);
    }

    /** Asked again for what was not where it had been: it may have been purged. */
    private Optional<Place> locate(String operation, TokenHash hash) {
        Optional<Place> place = redis.call(operation, Script.LOCATE)
                .key(keys.shard(hash).where(hash))
                .run()
                .optionalText(0)
                .map(Place::parse);
        place.ifPresentOrElse(there -> known.put(hash, there), () -> known.remove(hash));
        return place;
    }

    /**
     * Makes the row of a hash findable until it may be removed.
     *
     * @return false if the hash leads somewhere else
     */
    boolean claim(String operation, TokenHash hash, Place place, Instant removal) {
        Shard shard = keys.shard(hash);
        boolean claimed = redis.call(operation, Script.CLAIM)
                .key(shard.where(hash))
                .key(shard.due(Due.of(place.kind())))
                .arg(place.written())
                .arg(removal)
                .arg(RedisOAuthStore.MARGIN.toMillis())
                .arg(Members.ofRow(hash, place.grantId()))
                .run()
                .is("done");
        if (claimed) {
            known.put(hash, place);
        }
        return claimed;
    }
}
