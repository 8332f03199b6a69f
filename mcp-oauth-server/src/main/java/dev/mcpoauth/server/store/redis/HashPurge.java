package dev.mcpoauth.server.store.redis;

import dev.mcpoauth.core.secret.TokenHash;
import dev.mcpoauth.server.store.redis.RedisPurge.Progress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Purges what is found by hash. Rows under a grant go first, then the entries that lead to them. */
final class HashPurge {
    private static final List<Due> LISTS = List.of(Due.REPLAY, Due.TRANSACTION, Due.ACCESS, Due.CODE, Due.REFRESH);

    private final Redis redis;
    private final Keyspace keys;

    HashPurge(Redis redis, Keyspace keys) {
        this.redis = redis;
        this.keys = keys;
    }

    Progress purge(Shard shard, Instant now, int most) {
        Reply due = RedisPurge.due(redis, LISTS.stream().map(shard::due).toList(), now, most, 0);
        dropRows(due);
        int found = 0;
        int removed = 0;
        for (int i = 0; i < LISTS.size(); i++) {
            List<String> members = due.texts(i);
            found += members.size();
            removed += members.isEmpty() ? 0 : settle(shard, LISTS.get(i), members, now);
        }
        return new Progress(found, removed);
    }

    private void dropRows(Reply due) {
        Map<String, List<byte[]>> byGrant = new LinkedHashMap<>();
        for (Kind kind : Kind.values()) {
            for (String member : due.texts(LISTS.indexOf(Due.of(kind)))) {
                String grantId = Members.grantId(member);
                byte[] row = keys.row(new Place(kind, grantId), Members.hash(member));
                byGrant.computeIfAbsent(grantId, id -> new ArrayList<>()).add(row);
            }
        }
        for (List<byte[]> rows : byGrant.values()) {
            redis.call("purge", Script.DROP).keys(rows).run();
        }
    }

    private int settle(Shard shard, Due what, List<String> members, Instant now) {
        Call call = RedisPurge.settle(redis, shard, what, members, now);
        members.forEach(member -> call.key(entry(shard, what, member)));
        return Math.toIntExact(call.run().number(0));
    }

    private static byte[] entry(Shard shard, Due what, String member) {
        TokenHash hash = Members.hash(member);
        return switch (what) {
            case REPLAY -> shard.replay(hash, Members.scope(member));
            case TRANSACTION -> shard.transaction(hash);
            default -> shard.where(hash);
        };
    }
}
