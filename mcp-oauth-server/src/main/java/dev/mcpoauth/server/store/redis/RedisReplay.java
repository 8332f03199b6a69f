package dev.mcpoauth.server.store.redis;

import dev.mcpoauth.core.secret.TokenHash;
import dev.mcpoauth.core.store.ReplayScope;
import dev.mcpoauth.core.store.ReplayStore;
import java.time.Instant;

/** Entries {@code replay}: who used the identifier first, and until when that counts. */
final class RedisReplay implements ReplayStore {
    private final Redis redis;
    private final Keyspace keys;

    RedisReplay(Redis redis, Keyspace keys) {
        this.redis = redis;
        this.keys = keys;
    }

    @Override
    public boolean putIfAbsent(ReplayScope scope, TokenHash id, Instant now, Instant expiresAt) {
        Shard shard = keys.shard(id);
        return redis.call("replay.putIfAbsent", Script.FIRST_USE)
                .key(shard.replay(id, scope))
                .key(shard.due(Due.REPLAY))
                .arg(Attempt.fresh().bytes())
                .arg(now)
                .arg(expiresAt)
                .arg(RedisOAuthStore.MARGIN.toMillis())
                .arg(Members.ofReplay(id, scope))
                .run()
                .isTrue();
    }
}
