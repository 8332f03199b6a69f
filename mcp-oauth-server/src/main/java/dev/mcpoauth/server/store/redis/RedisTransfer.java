package dev.mcpoauth.server.store.redis;

import dev.mcpoauth.core.store.AccessRecord;
import dev.mcpoauth.core.store.ClientRegistration;
import dev.mcpoauth.core.store.CodeRecord;
import dev.mcpoauth.core.store.Cursor;
import dev.mcpoauth.core.store.Page;
import dev.mcpoauth.core.store.RefreshRecord;
import dev.mcpoauth.core.store.RegistrationLimits;
import dev.mcpoauth.core.store.transfer.RowKind;
import dev.mcpoauth.core.store.transfer.Spending;
import dev.mcpoauth.core.store.transfer.StoredRow;
import dev.mcpoauth.server.store.redis.Families.Member;
import dev.mcpoauth.server.store.redis.Members.ListedGrant;
import java.util.Optional;

/** Rows as they are. All but clients are found through the lists by time. */
final class RedisTransfer {
    private static final String ROWS = "rows";
    private static final String RESTORE = "restore";

    private final RedisClients clients;
    private final RedisGrants grants;
    private final Families families;
    private final Enumeration enumeration;

    RedisTransfer(Redis redis, Keyspace keys, Families families) {
        this.clients = new RedisClients(redis, keys);
        this.grants = new RedisGrants(redis, keys);
        this.families = families;
        this.enumeration = new Enumeration(redis, keys);
    }

    Page<StoredRow> rows(RowKind kind, Cursor from, int limit) {
        return switch (kind) {
            case CLIENT -> clients.rows(ROWS, from, limit).map(row -> row);
            case GRANT -> enumeration.page(Due.GRANT, from, limit, this::grant);
            case CODE ->
                enumeration.page(
                        Due.CODE, from, limit, member -> row(Kind.CODE, member).map(RedisTransfer::code));
            case REFRESH ->
                enumeration.page(
                        Due.REFRESH,
                        from,
                        limit,
                        member -> row(Kind.REFRESH, member).map(RedisTransfer::refresh));
            case ACCESS ->
                enumeration.page(
                        Due.ACCESS,
                        from,
                        limit,
                        member -> row(Kind.ACCESS, member).map(RedisTransfer::access));
        };
    }

    private Optional<StoredRow> grant(String member) {
        ListedGrant listed = ListedGrant.parse(member);
        return grants.find(ROWS, listed.grantId())
                .filter(grant -> ListedGrant.of(grant).equals(listed))
                .map(StoredRow.OfGrant::new);
    }

    private Optional<Member> row(Kind kind, String member) {
        return families.read(ROWS, new Place(kind, Members.grantId(member)), Members.hash(member));
    }

    private static StoredRow code(Member member) {
        CodeRecord code = CodeRows.read(member.hash(), member.place().grantId(), member.row());
        return new StoredRow.OfCode(code, SpentRows.read(member.row()));
    }

    private static StoredRow refresh(Member member) {
        RefreshRecord token = TokenRows.refresh(member.hash(), member.place().grantId(), member.row());
        return new StoredRow.OfRefresh(token, TokenRows.status(member.row()), SpentRows.read(member.row()));
    }

    private static StoredRow access(Member member) {
        AccessRecord token = TokenRows.access(member.hash(), member.place().grantId(), member.row());
        return new StoredRow.OfAccess(token, !TokenRows.isActive(member.row()));
    }

    boolean restore(StoredRow row) {
        if (row instanceof StoredRow.OfClient client) {
            return clients.registerIfAbsent(client.fingerprint(), client.client(), RegistrationLimits.UNLIMITED)
                    instanceof ClientRegistration.Created;
        }
        if (row instanceof StoredRow.OfGrant grant) {
            return grants.add(RESTORE, grant.grant());
        }
        if (row instanceof StoredRow.OfCode code) {
            return restore(code.code(), code.spending());
        }
        if (row instanceof StoredRow.OfRefresh refresh) {
            return restore(refresh.token(), refresh);
        }
        if (row instanceof StoredRow.OfAccess access) {
            AccessRecord token = access.token();
            var place = new Place(Kind.ACCESS, token.grantId());
            return families.restore(
                    RESTORE, place, token.hash(), token.expiresAt(), TokenRows.write(token, access.revoked()));
        }
        throw new IllegalArgumentException("unknown row " + row.getClass());
    }

    private boolean restore(CodeRecord code, Spending spending) {
        var place = new Place(Kind.CODE, code.grantId());
        Fields fields = SpentRows.write(CodeRows.write(code), spending);
        return families.restore(RESTORE, place, code.hash(), code.expiresAt(), fields);
    }

    private boolean restore(RefreshRecord token, StoredRow.OfRefresh row) {
        var place = new Place(Kind.REFRESH, token.grantId());
        Fields fields = SpentRows.write(TokenRows.write(token, row.status()), row.spending());
        return families.restore(RESTORE, place, token.hash(), token.expiresAt(), fields);
    }
}
