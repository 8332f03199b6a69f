package dev.mcpoauth.core.store.memory;

import dev.mcpoauth.core.store.ClientRecord;
import dev.mcpoauth.core.store.ClientRegistration;
import dev.mcpoauth.core.store.ClientStore;
import dev.mcpoauth.core.store.Cursor;
import dev.mcpoauth.core.store.Page;
import dev.mcpoauth.core.store.RegistrationLimits;
import dev.mcpoauth.core.store.transfer.StoredRow;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Clients. Look-ups and updates are per key; registration and removal share one lock, since two keys belong together. */
final class MemoryClients implements ClientStore {
    private final Gate gate;
    private final ConcurrentHashMap<String, Row> rows = new ConcurrentHashMap<>();
    private final Map<String, String> idsByFingerprint = new HashMap<>();
    private final Object registrations = new Object();

    private record Row(String fingerprint, ClientRecord client) {
        StoredRow transferred() {
            return new StoredRow.OfClient(fingerprint, client);
        }
    }

    MemoryClients(Gate gate) {
        this.gate = gate;
    }

    @Override
    public Optional<ClientRecord> find(String clientId) {
        gate.pass();
        return Optional.ofNullable(rows.get(clientId)).map(Row::client);
    }

    @Override
    public ClientRegistration registerIfAbsent(String fingerprint, ClientRecord candidate, RegistrationLimits limits) {
        gate.pass();
        synchronized (registrations) {
            String clientId = idsByFingerprint.getOrDefault(fingerprint, candidate.clientId());
            Row existing = rows.get(clientId);
            if (existing != null) {
                return new ClientRegistration.Existing(existing.client());
            }
            if (isFull(limits, candidate.createdAt())) {
                return new ClientRegistration.LimitReached();
            }
            idsByFingerprint.put(fingerprint, candidate.clientId());
            rows.put(candidate.clientId(), new Row(fingerprint, candidate));
            return new ClientRegistration.Created(candidate);
        }
    }

    /** Counts only when there are enough rows for the count to matter. */
    private boolean isFull(RegistrationLimits limits, Instant now) {
        return rows.size() >= limits.maxClients()
                && rows.values().stream()
                                .filter(row -> row.client().expiresAt().isAfter(now))
                                .count()
                        >= limits.maxClients();
    }

    @Override
    public boolean update(ClientRecord next, long expectedVersion) {
        return change(next.clientId(), client -> client.version() == expectedVersion, client -> client.updated(next));
    }

    @Override
    public boolean touch(String clientId, Instant lastUsedAt, Instant expiresAt) {
        return change(clientId, client -> true, client -> client.touched(lastUsedAt, expiresAt));
    }

    private boolean change(String clientId, Predicate<ClientRecord> when, UnaryOperator<ClientRecord> change) {
        gate.pass();
        var changed = new AtomicBoolean();
        rows.computeIfPresent(clientId, (id, row) -> {
            changed.set(when.test(row.client()));
            return changed.get() ? new Row(row.fingerprint(), change.apply(row.client())) : row;
        });
        return changed.get();
    }

    @Override
    public boolean delete(String clientId) {
        gate.pass();
        return removeIf(clientId, client -> true);
    }

    /** Removes the client if it is still as {@code doomed} says. */
    boolean removeIf(String clientId, Predicate<ClientRecord> doomed) {
        synchronized (registrations) {
            var removed = new AtomicBoolean();
            rows.computeIfPresent(clientId, (id, row) -> {
                removed.set(doomed.test(row.client()));
                if (removed.get()) {
                    idsByFingerprint.remove(row.fingerprint(), id);
                    return null;
                }
                return row;
            });
            return removed.get();
        }
    }

    Stream<Map.Entry<String, StoredRow>> transferred() {
        return rows.entrySet().stream()
                .map(e -> Map.entry(e.getKey(), e.getValue().transferred()));
    }

    boolean restore(StoredRow.OfClient row) {
        return registerIfAbsent(row.fingerprint(), row.client(), RegistrationLimits.UNLIMITED)
                instanceof ClientRegistration.Created;
    }

    Iterable<String> ids() {
        return rows.keySet();
    }

    @Override
    public Page<ClientRecord> list(Cursor from, int limit) {
        gate.pass();
        var found = rows.values().stream()
                .map(Row::client)
                .filter(client -> client.clientId().compareTo(from.after()) > 0)
                .sorted(Comparator.comparing(ClientRecord::clientId))
                .limit(limit + 1L)
                .toList();
        return Page.cut(found, limit, ClientRecord::clientId);
    }
}
