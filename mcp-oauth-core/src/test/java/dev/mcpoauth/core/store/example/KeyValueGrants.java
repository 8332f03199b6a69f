package dev.mcpoauth.core.store.example;

import dev.mcpoauth.core.store.Cursor;
import dev.mcpoauth.core.store.GrantRecord;
import dev.mcpoauth.core.store.GrantSelector;
import dev.mcpoauth.core.store.GrantStore;
import dev.mcpoauth.core.store.OpaqueBytes;
import dev.mcpoauth.core.store.Page;
import dev.mcpoauth.core.store.RevokeReason;
import dev.mcpoauth.core.store.example.Rows.Found;
import dev.mcpoauth.core.store.transfer.StoredRow.OfGrant;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** Grants, with an index by client and one by subject that are written together with them. */
final class KeyValueGrants implements GrantStore {
    private static final int PAGE = 100;

    private final Rows rows;

    KeyValueGrants(Rows rows) {
        this.rows = rows;
    }

    private Optional<Found<OfGrant>> row(String grantId) {
        return rows.find(OfGrant.class, Keys.of(Keys.GRANT, grantId));
    }

    @Override
    public void create(GrantRecord grant) {
        if (!rows.commit(insert(grant))) {
            throw new IllegalStateException("the grant id is taken");
        }
    }

    static List<KeyValues.Write> insert(GrantRecord grant) {
        return List.of(
                Rows.insert(Keys.of(Keys.GRANT, grant.grantId()), new OfGrant(grant)),
                Rows.insert(Keys.index(Keys.OF_CLIENT, grant.clientId(), grant.grantId()), new byte[0]),
                Rows.insert(Keys.index(Keys.OF_SUBJECT, grant.subject(), grant.grantId()), new byte[0]));
    }

    @Override
    public Optional<GrantRecord> find(String grantId) {
        return row(grantId).map(found -> found.row().grant());
    }

    @Override
    public boolean revoke(String grantId, RevokeReason why, Instant now) {
        return change(grantId, GrantRecord::isActive, grant -> grant.revoked(why, now));
    }

    @Override
    public boolean updateSealedProps(String grantId, OpaqueBytes sealed, long expectedVersion) {
        return change(
                grantId,
                grant -> grant.isActive() && grant.version() == expectedVersion,
                grant -> grant.withSealedProps(sealed));
    }

    private boolean change(String grantId, Predicate<GrantRecord> when, UnaryOperator<GrantRecord> change) {
        return Rows.untilDecided(() -> {
            Optional<Found<OfGrant>> found =
                    row(grantId).filter(f -> when.test(f.row().grant()));
            if (found.isEmpty()) {
                return Optional.of(false);
            }
            var changed = new OfGrant(change.apply(found.get().row().grant()));
            return rows.commit(Rows.replace(found.get(), changed)) ? Optional.of(true) : Optional.empty();
        });
    }

    @Override
    public int revokeWhere(GrantSelector by, RevokeReason why, Instant now) {
        int revoked = 0;
        Optional<Cursor> from = Optional.of(Cursor.START);
        while (from.isPresent()) {
            Page<GrantRecord> page = list(by, from.get(), PAGE);
            for (GrantRecord grant : page.items()) {
                revoked += revoke(grant.grantId(), why, now) ? 1 : 0;
            }
            from = page.next();
        }
        return revoked;
    }

    @Override
    public Page<GrantRecord> list(GrantSelector by, Cursor from, int limit) {
        String prefix = index(by) + "/";
        String after = from.equals(Cursor.START) ? "" : Keys.of(prefix, from.after());
        List<GrantRecord> found = new ArrayList<>();
        while (found.size() <= limit) {
            List<KeyValues.Versioned> entries = rows.keys(prefix, after, PAGE);
            entries.stream()
                    .flatMap(entry -> find(Keys.lastText(entry.key())).stream())
                    .filter(by::matches)
                    .limit(limit + 1L - found.size())
                    .forEach(found::add);
            if (entries.size() < PAGE) {
                break;
            }
            after = entries.get(PAGE - 1).key();
        }
        return Page.cut(found, limit, GrantRecord::grantId);
    }

    private static String index(GrantSelector by) {
        if (by instanceof GrantSelector.OfSubject s) {
            return Keys.of(Keys.OF_SUBJECT, s.subject());
        }
        if (by instanceof GrantSelector.OfClient c) {
            return Keys.of(Keys.OF_CLIENT, c.clientId());
        }
        if (by instanceof GrantSelector.OfSubjectAndClient b) {
            return Keys.of(Keys.OF_SUBJECT, b.subject());
        }
        if (by instanceof GrantSelector.OfSubjectClientAndRedirect r) {
            return Keys.of(Keys.OF_SUBJECT, r.subject());
        }
        throw new IllegalArgumentException("unknown selector " + by.getClass());
    }
}
