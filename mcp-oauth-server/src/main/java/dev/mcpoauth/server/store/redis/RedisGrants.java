package dev.mcpoauth.server.store.redis;

import dev.mcpoauth.core.store.Cursor;
import dev.mcpoauth.core.store.GrantRecord;
import dev.mcpoauth.core.store.GrantSelector;
import dev.mcpoauth.core.store.GrantSelector.OfClient;
import dev.mcpoauth.core.store.GrantSelector.OfSubject;
import dev.mcpoauth.core.store.GrantSelector.OfSubjectAndClient;
import dev.mcpoauth.core.store.GrantSelector.OfSubjectClientAndRedirect;
import dev.mcpoauth.core.store.GrantState;
import dev.mcpoauth.core.store.GrantStore;
import dev.mcpoauth.core.store.OpaqueBytes;
import dev.mcpoauth.core.store.Page;
import dev.mcpoauth.core.store.RevokeReason;
import dev.mcpoauth.server.store.redis.Members.ListedGrant;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Rows {@code grant}, and the lists in which they are. Codes and tokens look at the row, so that revoking is one write. */
final class RedisGrants implements GrantStore {
    private final Redis redis;
    private final Keyspace keys;
    private final Listing listing;

    RedisGrants(Redis redis, Keyspace keys) {
        this.redis = redis;
        this.keys = keys;
        this.listing = new Listing(redis);
    }

    @Override
    public void create(GrantRecord grant) {
        if (!add("grants.create", grant)) {
            throw Families.taken("grants.create");
        }
    }

    /** The lists first: a grant that nobody lists could not be revoked with the others of its owner. */
    boolean add(String operation, GrantRecord grant) {
        Shard holders = keys.shard(grant.clientId());
        redis.call(operation, Script.ENLIST)
                .key(holders.grantsHeldBy(grant.clientId()))
                .arg(0)
                .arg(grant.grantId())
                .run();
        Shard subjects = keys.shard(grant.subject());
        redis.call(operation, Script.ENLIST)
                .key(subjects.grantsOf(grant.subject()))
                .key(subjects.due(Due.GRANT))
                .arg(0)
                .arg(grant.grantId())
                .arg(grant.expiresAt())
                .arg(ListedGrant.of(grant).written())
                .run();
        return redis.call(operation, Script.INSERT)
                .key(keys.grant(grant.grantId()))
                .arg(Attempt.fresh().bytes())
                .arg(grant.expiresAt())
                .arg(RedisOAuthStore.MARGIN.toMillis())
                .args(GrantRows.write(grant))
                .run()
                .is("done");
    }

    @Override
    public Optional<GrantRecord> find(String grantId) {
        return find("grants.find", grantId);
    }

    Optional<GrantRecord> find(String operation, String grantId) {
        Row row = redis.call(operation, Script.READ)
                .key(keys.grant(Keyspace.possible(grantId)))
                .run()
                .row(0);
        return GrantRows.read(grantId, row);
    }

    @Override
    public boolean revoke(String grantId, RevokeReason why, Instant now) {
        return revoke("grants.revoke", grantId, why, now);
    }

    private boolean revoke(String operation, String grantId, RevokeReason why, Instant now) {
        return redis.call(operation, Script.REVOKE_GRANT)
                .key(keys.grant(Keyspace.possible(grantId)))
                .arg(Attempt.fresh().bytes())
                .arg(why.name())
                .arg(now)
                .run()
                .isTrue();
    }

    /** One by one: if it fails half way, the caller learns that and asks again. */
    @Override
    public int revokeWhere(GrantSelector by, RevokeReason why, Instant now) {
        return listing.collect(
                        "grants.revokeWhere",
                        list(by),
                        "",
                        Long.MAX_VALUE,
                        ids -> active(by, ids).stream()
                                .filter(grant -> revoke("grants.revokeWhere", grant.grantId(), why, now))
                                .map(GrantRecord::grantId)
                                .toList())
                .size();
    }

    private List<GrantRecord> active(GrantSelector by, List<String> ids) {
        return load("grants.revokeWhere", by, ids).stream()
                .filter(grant -> grant.state() instanceof GrantState.Active)
                .toList();
    }

    @Override
    public boolean updateSealedProps(String grantId, OpaqueBytes sealed, long expectedVersion) {
        return redis.call("grants.updateSealedProps", Script.UPDATE_GRANT)
                .key(keys.grant(Keyspace.possible(grantId)))
                .arg(Attempt.fresh().bytes())
                .arg(expectedVersion)
                .arg(sealed)
                .run()
                .isTrue();
    }

    @Override
    public Page<GrantRecord> list(GrantSelector by, Cursor from, int limit) {
        var found =
                listing.collect("grants.list", list(by), from.after(), limit + 1L, ids -> load("grants.list", by, ids));
        return Page.cut(found, limit, GrantRecord::grantId);
    }

    private List<GrantRecord> load(String operation, GrantSelector by, List<String> ids) {
        return ids.stream()
                .flatMap(id -> find(operation, id).stream())
                .filter(by::matches)
                .toList();
    }

    private byte[] list(GrantSelector by) {
        if (by instanceof OfClient c) {
            return keys.shard(c.clientId()).grantsHeldBy(c.clientId());
        }
        if (by instanceof OfSubject s) {
            return ofSubject(s.subject());
        }
        if (by instanceof OfSubjectAndClient b) {
            return ofSubject(b.subject());
        }
        if (by instanceof OfSubjectClientAndRedirect r) {
            return ofSubject(r.subject());
        }
        throw new IllegalArgumentException("unknown selector " + by.getClass());
    }

    private byte[] ofSubject(String subject) {
        return keys.shard(subject).grantsOf(subject);
    }
}
