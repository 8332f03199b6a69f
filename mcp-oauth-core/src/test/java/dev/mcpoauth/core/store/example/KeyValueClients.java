package dev.mcpoauth.core.store.example;

import dev.mcpoauth.core.store.ClientRecord;
import dev.mcpoauth.core.store.ClientRegistration;
import dev.mcpoauth.core.store.ClientStore;
import dev.mcpoauth.core.store.Cursor;
import dev.mcpoauth.core.store.Page;
import dev.mcpoauth.core.store.RegistrationLimits;
import dev.mcpoauth.core.store.example.Rows.Found;
import dev.mcpoauth.core.store.transfer.StoredRow.OfClient;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** Clients, each together with the key of its fingerprint, whose value is the client id. */
final class KeyValueClients implements ClientStore {
    private final Rows rows;

    KeyValueClients(Rows rows) {
        this.rows = rows;
    }

    private Optional<Found<OfClient>> row(String clientId) {
        return rows.find(OfClient.class, Keys.of(Keys.CLIENT, clientId));
    }

    @Override
    public Optional<ClientRecord> find(String clientId) {
        return row(clientId).map(found -> found.row().client());
    }

    @Override
    public ClientRegistration registerIfAbsent(String fingerprint, ClientRecord candidate, RegistrationLimits limits) {
        return Rows.untilDecided(() -> {
            Optional<ClientRecord> existing = rows.get(Keys.of(Keys.FINGERPRINT, fingerprint))
                    .map(value -> new String(value.value(), StandardCharsets.UTF_8))
                    .flatMap(this::find)
                    .or(() -> find(candidate.clientId()));
            if (existing.isPresent()) {
                return Optional.of(new ClientRegistration.Existing(existing.get()));
            }
            if (isFull(limits, candidate.createdAt())) {
                return Optional.of(new ClientRegistration.LimitReached());
            }
            byte[] clientId = candidate.clientId().getBytes(StandardCharsets.UTF_8);
            boolean created = rows.commit(
                    Rows.insert(Keys.of(Keys.FINGERPRINT, fingerprint), clientId),
                    Rows.insert(Keys.of(Keys.CLIENT, candidate.clientId()), new OfClient(fingerprint, candidate)));
            return created ? Optional.of(new ClientRegistration.Created(candidate)) : Optional.empty();
        });
    }

    /** Counts rows: a backend with many clients keeps a counter instead. */
    private boolean isFull(RegistrationLimits limits, Instant now) {
        return !limits.equals(RegistrationLimits.UNLIMITED)
                && rows.scan(OfClient.class, Keys.CLIENT, "", Integer.MAX_VALUE).stream()
                                .filter(found ->
                                        found.row().client().expiresAt().isAfter(now))
                                .count()
                        >= limits.maxClients();
    }

    @Override
    public boolean update(ClientRecord next, long expectedVersion) {
        return change(next.clientId(), c -> c.version() == expectedVersion, c -> c.updated(next));
    }

    @Override
    public boolean touch(String clientId, Instant lastUsedAt, Instant expiresAt) {
        return change(clientId, client -> true, client -> client.touched(lastUsedAt, expiresAt));
    }

    private boolean change(String clientId, Predicate<ClientRecord> when, UnaryOperator<ClientRecord> change) {
        return Rows.untilDecided(() -> {
            Optional<Found<OfClient>> found =
                    row(clientId).filter(f -> when.test(f.row().client()));
            if (found.isEmpty()) {
                return Optional.of(false);
            }
            OfClient row = found.get().row();
            var changed = new OfClient(row.fingerprint(), change.apply(row.client()));
            return rows.commit(Rows.replace(found.get(), changed)) ? Optional.of(true) : Optional.empty();
        });
    }

    @Override
    public boolean delete(String clientId) {
        return Rows.untilDecided(() -> {
            Optional<Found<OfClient>> found = row(clientId);
            if (found.isEmpty()) {
                return Optional.of(false);
            }
            return delete(found.get()) ? Optional.of(true) : Optional.empty();
        });
    }

    /** Deletes the client as it was read, with its fingerprint; false if somebody changed it since. */
    boolean delete(Found<OfClient> client) {
        Optional<KeyValues.Versioned> print =
                rows.get(Keys.of(Keys.FINGERPRINT, client.row().fingerprint()));
        return print.isPresent()
                && rows.commit(
                        Rows.delete(client),
                        new KeyValues.Write(print.get().key(), print.get().version(), Optional.empty()));
    }

    @Override
    public Page<ClientRecord> list(Cursor from, int limit) {
        String after = from.equals(Cursor.START) ? "" : Keys.of(Keys.CLIENT, from.after());
        List<ClientRecord> found = rows.scan(OfClient.class, Keys.CLIENT, after, limit + 1).stream()
                .map(row -> row.row().client())
                .toList();
        return Page.cut(found, limit, ClientRecord::clientId);
    }
}
