package dev.mcpoauth.server.store.redis;

import dev.mcpoauth.core.store.PurgeResult;
import java.time.Instant;
import java.util.List;

/**
 * Removes what is over, shard by shard, in portions that do not keep Redis from others for long. First what is listed by hash,
 * then grants, then clients. What native expiry has removed is still listed, and counts when it is taken off its list.
 */
final class RedisPurge {
    private static final int PORTION = 200;

    private final Keyspace keys;
    private final HashPurge hashes;
    private final GrantPurge grants;
    private final ClientPurge clients;

    RedisPurge(Redis redis, Keyspace keys) {
        this.keys = keys;
        this.hashes = new HashPurge(redis, keys);
        this.grants = new GrantPurge(redis, keys);
        this.clients = new ClientPurge(redis, keys);
    }

    PurgeResult purge(Instant now, int batch) {
        if (batch < 1) {
            throw new IllegalArgumentException("batch must be positive: " + batch);
        }
        int left = batch;
        for (Shard shard : keys.shards()) {
            left -= repeatedly(left, most -> hashes.purge(shard, now, most));
        }
        for (Shard shard : keys.shards()) {
            left -= repeatedly(left, most -> grants.purge(shard, now, most));
        }
        left -= clients.purge(now, left);
        return new PurgeResult(batch - left, left == 0);
    }

    /** Takes portions until nothing is due or the batch is used up. */
    private static int repeatedly(int left, Step step) {
        int removed = 0;
        boolean more = true;
        while (more && removed < left) {
            Progress progress = step.take(Math.min(PORTION, left - removed));
            removed += progress.removed();
            more = progress.found() > 0;
        }
        return removed;
    }

    /** One portion. */
    @FunctionalInterface
    private interface Step {
        Progress take(int most);
    }

    /**
     * What a portion came to.
     *
     * @param found how much was due, all of which is off its list now, whoever removed it
     * @param removed how much of it this call removed
     */
    record Progress(int found, int removed) {}

    /** Takes members off a list unless they were renewed meanwhile; the keys that belong to them are still to be added. */
    static Call settle(Redis redis, Shard shard, Due what, List<String> members, Instant now) {
        return redis.call("purge", Script.SETTLE)
                .key(shard.due(what))
                .key(shard.receipt(Attempt.fresh()))
                .arg(now)
                .arg(RedisOAuthStore.RECEIPT.toMillis())
                .args(members);
    }

    /** What of some lists of a shard is due. */
    static Reply due(Redis redis, List<byte[]> lists, Instant now, int most, int passOver) {
        return redis.call("purge", Script.DUE)
                .keys(lists)
                .arg(now)
                .arg(most)
                .arg(passOver)
                .run();
    }
}
