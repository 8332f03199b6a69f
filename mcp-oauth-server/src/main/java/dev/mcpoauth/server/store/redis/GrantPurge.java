package dev.mcpoauth.server.store.redis;

import dev.mcpoauth.core.store.GrantRecord;
import dev.mcpoauth.server.store.redis.Members.ListedGrant;
import dev.mcpoauth.server.store.redis.RedisPurge.Progress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Purges grants: the row first, then the lists in which it was, the one that leads here last. */
final class GrantPurge {
    private final Redis redis;
    private final Keyspace keys;
    private final RedisGrants grants;

    GrantPurge(Redis redis, Keyspace keys) {
        this.redis = redis;
        this.keys = keys;
        this.grants = new RedisGrants(redis, keys);
    }

    Progress purge(Shard shard, Instant now, int most) {
        List<String> members = RedisPurge.due(redis, List.of(shard.due(Due.GRANT)), now, most, 0)
                .texts(0);
        if (members.isEmpty()) {
            return new Progress(0, 0);
        }
        for (String member : members) {
            purge(shard, ListedGrant.parse(member), now);
        }
        Reply settled = RedisPurge.settle(redis, shard, Due.GRANT, members, now).run();
        return new Progress(members.size(), Math.toIntExact(settled.number(0)));
    }

    private void purge(Shard shard, ListedGrant listed, Instant now) {
        Optional<GrantRecord> live = grants.find("purge", listed.grantId())
                .filter(grant -> grant.expiresAt().isAfter(now));
        if (live.filter(grant -> ListedGrant.of(grant).equals(listed)).isPresent()) {
            relist(shard, listed, live.get().expiresAt());
            return;
        }
        if (live.isEmpty()) {
            redis.call("purge", Script.DROP).key(keys.grant(listed.grantId())).run();
        }
        delist(shard.grantsOf(listed.subject()), listed);
        delist(keys.shard(listed.clientId()).grantsHeldBy(listed.clientId()), listed);
    }

    /** Somebody tried to create the grant again with an earlier end, was refused, and left it listed under that. */
    private void relist(Shard shard, ListedGrant listed, Instant end) {
        redis.call("purge", Script.ENLIST)
                .key(shard.due(Due.GRANT))
                .arg(end)
                .arg(listed.written())
                .run();
    }

    private void delist(byte[] list, ListedGrant listed) {
        redis.call("purge", Script.DELIST).key(list).arg(listed.grantId()).run();
    }
}
