package dev.mcpoauth.core.store.example;

import dev.mcpoauth.core.store.ClientRegistration;
import dev.mcpoauth.core.store.Cursor;
import dev.mcpoauth.core.store.Page;
import dev.mcpoauth.core.store.RegistrationLimits;
import dev.mcpoauth.core.store.transfer.RowKind;
import dev.mcpoauth.core.store.transfer.StoredRow;
import java.util.List;

/** Rows as they are, in order of their keys. */
final class KeyValueTransfer {
    private final Rows rows;

    KeyValueTransfer(Rows rows) {
        this.rows = rows;
    }

    Page<StoredRow> rows(RowKind kind, Cursor from, int limit) {
        List<Rows.Found<StoredRow>> found = rows.scan(StoredRow.class, prefix(kind), from.after(), limit + 1);
        return Page.cut(found, limit, Rows.Found::key).map(Rows.Found::row);
    }

    private static String prefix(RowKind kind) {
        return switch (kind) {
            case CLIENT -> Keys.CLIENT;
            case GRANT -> Keys.GRANT;
            case CODE -> Keys.CODE;
            case REFRESH -> Keys.REFRESH;
            case ACCESS -> Keys.ACCESS;
        };
    }

    boolean restore(StoredRow row) {
        if (row instanceof StoredRow.OfClient client) {
            return new KeyValueClients(rows)
                            .registerIfAbsent(client.fingerprint(), client.client(), RegistrationLimits.UNLIMITED)
                    instanceof ClientRegistration.Created;
        }
        if (row instanceof StoredRow.OfGrant grant) {
            return rows.commit(KeyValueGrants.insert(grant.grant()));
        }
        if (row instanceof StoredRow.OfCode code) {
            return rows.commit(Rows.insert(Keys.of(Keys.CODE, code.code().hash()), row));
        }
        if (row instanceof StoredRow.OfRefresh refresh) {
            return rows.commit(Rows.insert(Keys.of(Keys.REFRESH, refresh.token().hash()), row));
        }
        if (row instanceof StoredRow.OfAccess access) {
            return rows.commit(Rows.insert(Keys.of(Keys.ACCESS, access.token().hash()), row));
        }
        throw new IllegalArgumentException("unknown row " + row.getClass());
    }
}
