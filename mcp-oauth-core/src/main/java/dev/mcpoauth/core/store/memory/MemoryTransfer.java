package dev.mcpoauth.core.store.memory;

import dev.mcpoauth.core.secret.TokenHash;
import dev.mcpoauth.core.store.CodeRecord;
import dev.mcpoauth.core.store.Cursor;
import dev.mcpoauth.core.store.Page;
import dev.mcpoauth.core.store.RefreshRecord;
import dev.mcpoauth.core.store.Spent;
import dev.mcpoauth.core.store.transfer.RowKind;
import dev.mcpoauth.core.store.transfer.Spending;
import dev.mcpoauth.core.store.transfer.StoredRow;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

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
        return new StoredRow.OfCode(row.code(), spending(row.spent(), row.successorHash()));
    }

    private static StoredRow refresh(RefreshRow row) {
        return new StoredRow.OfRefresh(row.token(), row.status(), spending(row.spent(), row.successorHash()));
    }

    private static StoredRow access(AccessRow row) {
        return new StoredRow.OfAccess(row.token(), row.revoked());
    }

    private static Spending spending(Spent spent, @Nullable TokenHash successor) {
        Spending spending = Spending.of(spent.at(), spent.window(), spent.replays());
        return successor == null ? spending : spending.withSuccessor(successor);
    }

    boolean restore(StoredRow row) {
        if (row instanceof StoredRow.OfClient client) {
            return clients.restore(client);
        }
        if (row instanceof StoredRow.OfGrant grant) {
            return tables.grants.putIfAbsent(grant.grant().grantId(), new Family(grant.grant())) == null;
        }
        if (row instanceof StoredRow.OfCode code) {
            return restore(code.code(), code.spending());
        }
        if (row instanceof StoredRow.OfRefresh refresh) {
            return restore(refresh.token(), refresh);
        }
        if (row instanceof StoredRow.OfAccess access) {
            var restored = new AccessRow(access.token(), access.revoked());
            return tables.access.putIfAbsent(access.token().hash(), restored) == null;
        }
        throw new IllegalArgumentException("unknown row " + row.getClass());
    }

    private boolean restore(CodeRecord code, Spending spending) {
        tables.codes.makeRoom(code.createdAt());
        var row = new CodeRow(code, spent(spending), spending.successor().orElse(null));
        return tables.codes.map().putIfAbsent(code.hash(), row) == null;
    }

    private boolean restore(RefreshRecord token, StoredRow.OfRefresh from) {
        Spending spending = from.spending();
        var row = new RefreshRow(
                token, from.status(), spent(spending), spending.successor().orElse(null));
        return tables.refresh.putIfAbsent(token.hash(), row) == null;
    }

    private static Spent spent(Spending spending) {
        return new Spent(spending.at(), spending.window(), spending.replays(), false);
    }
}
