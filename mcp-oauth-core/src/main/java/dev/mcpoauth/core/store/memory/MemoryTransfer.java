package dev.mcpoauth.core.store.memory;

import dev.mcpoauth.core.secret.TokenHash;
import dev.mcpoauth.core.store.Cursor;
import dev.mcpoauth.core.store.Page;
import dev.mcpoauth.core.store.transfer.RowKind;
import dev.mcpoauth.core.store.transfer.StoredRow;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import java.util.stream.Stream;

/** Rows as they are, in order of their keys. */
final class MemoryTransfer {
    private final Tables tables;
    private final MemoryClients clients;

    MemoryTransfer(Tables tables, MemoryClients clients) {
        this.tables = tables;
        this.clients = clients;
    }

    Page<StoredRow> rows(RowKind kind, Cursor from, int limit) {
        return switch (kind) {
            case CLIENT -> page(clients.transferred(), from, limit);
            case GRANT -> page(keyed(tables.grants, key -> key, f -> new StoredRow.OfGrant(f.grant())), from, limit);
            case CODE -> page(keyed(tables.codes.map(), TokenHash::encoded, MemoryTransfer::code), from, limit);
            case REFRESH -> page(keyed(tables.refresh, TokenHash::encoded, MemoryTransfer::refresh), from, limit);
            case ACCESS -> page(keyed(tables.access, TokenHash::encoded, MemoryTransfer::access), from, limit);
        };
    }

    private static <K, V> Stream<Map.Entry<String, StoredRow>> keyed(
            ConcurrentMap<K, V> table, Function<K, String> key, Function<V, StoredRow> row) {
        return table.entrySet().stream().map(e -> Map.entry(key.apply(e.getKey()), row.apply(e.getValue())));
    }

    private static Page<StoredRow> page(Stream<Map.Entry<String, StoredRow>> rows, Cursor from, int limit) {
        var found = rows.filter(row -> row.getKey().compareTo(from.after()) > 0)
                .sorted(Map.Entry.comparingByKey(Comparator.naturalOrder()))
                .limit(limit + 1L)
                .toList();
        return Page.cut(found, limit, Map.Entry::getKey).map(Map.Entry::getValue);
    }

    private static StoredRow code(CodeRow row) {
        return new StoredRow.OfCode(row.code(), row.spending());
    }

    private static StoredRow refresh(RefreshRow row) {
        return new StoredRow.OfRefresh(row.token(), row.status(), row.spending());
    }

    private static StoredRow access(AccessRow row) {
        return new StoredRow.OfAccess(row.token(), row.revoked());
    }

    boolean restore(StoredRow row) {
        if (row instanceof StoredRow.OfClient client) {
            return clients.restore(client);
        }
        if (row instanceof StoredRow.OfGrant grant) {
            return tables.grants.putIfAbsent(grant.grant().grantId(), new Family(grant.grant())) == null;
        }
        if (row instanceof StoredRow.OfCode code) {
            tables.codes.makeRoom(code.code().createdAt());
            var restored = new CodeRow(code.code(), code.spending());
            return tables.codes.map().putIfAbsent(code.code().hash(), restored) == null;
        }
        if (row instanceof StoredRow.OfRefresh refresh) {
            var restored = new RefreshRow(refresh.token(), refresh.status(), refresh.spending());
            return tables.refresh.putIfAbsent(refresh.token().hash(), restored) == null;
        }
        if (row instanceof StoredRow.OfAccess access) {
            var restored = new AccessRow(access.token(), access.revoked());
            return tables.access.putIfAbsent(access.token().hash(), restored) == null;
        }
        throw new IllegalArgumentException("unknown row " + row.getClass());
    }
}
