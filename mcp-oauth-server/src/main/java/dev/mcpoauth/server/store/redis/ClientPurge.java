package dev.mcpoauth.server.store.redis;

import java.time.Instant;
import java.util.List;

/** Purges clients that have expired and hold no live grant, which is asked right before each is removed. */
final class ClientPurge {
    private static final int PORTION = 100;

    private final Redis redis;
    private final Keyspace keys;
    private final RedisClients clients;
    private final Listing listing;

    ClientPurge(Redis redis, Keyspace keys) {
        this.redis = redis;
        this.keys = keys;
        this.clients = new RedisClients(redis, keys);
        this.listing = new Listing(redis);
    }

    int purge(Instant now, int most) {
        int removed = 0;
        int kept = 0;
        boolean more = true;
        while (more && removed < most) {
            List<String> expired = RedisPurge.due(redis, List.of(keys.clientsByExpiry()), now, PORTION, kept)
                    .texts(0);
            for (String clientId : expired.subList(0, Math.min(expired.size(), most - removed))) {
                boolean gone = !hasLiveGrant(clientId, now) && clients.deleteExpired("purge", clientId, now);
                removed += gone ? 1 : 0;
                kept += gone ? 0 : 1;
            }
            more = !expired.isEmpty();
        }
        return removed;
    }

    private boolean hasLiveGrant(String clientId, Instant now) {
        byte[] held = keys.shard(clientId).grantsHeldBy(clientId);
        return !listing.collect(
                        "purge",
                        held,
                        "",
                        1,
                        ids -> ids.stream()
                                .filter(grantId -> mayBeLive(grantId, now))
                                .toList())
                .isEmpty();
    }

    /** A grant is listed before it exists. One that does not exist counts as one that somebody is about to create. */
    private boolean mayBeLive(String grantId, Instant now) {
        Row grant =
                redis.call("purge", Script.READ).key(keys.grant(grantId)).run().row(0);
        return GrantRows.read(grantId, grant).map(found -> found.isLive(now)).orElse(true);
    }
}
