package dev.mcpoauth.core.store.example;

import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.core.secret.TokenHash;
import dev.mcpoauth.core.store.OpaqueBytes;
import dev.mcpoauth.core.store.TransactionRecord;
import dev.mcpoauth.core.store.TransactionStore;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/** Transactions. Whoever deletes the version that was read has taken it. */
final class KeyValueTransactions implements TransactionStore {
    private final Rows rows;

    KeyValueTransactions(Rows rows) {
        this.rows = rows;
    }

    @Override
    public void put(TransactionRecord transaction) {
        if (!rows.commit(Rows.insert(Keys.of(Keys.TRANSACTION, transaction.id()), write(transaction)))) {
            throw new IllegalStateException("the id is taken");
        }
    }

    @Override
    public Optional<TransactionRecord> get(TokenHash id, Instant now) {
        return rows.get(Keys.of(Keys.TRANSACTION, id))
                .map(value -> read(id, value.value()))
                .filter(found -> found.expiresAt().isAfter(now));
    }

    @Override
    public Optional<TransactionRecord> take(TokenHash id, Instant now) {
        return Rows.untilDecided(() -> {
            Optional<KeyValues.Versioned> value = rows.get(Keys.of(Keys.TRANSACTION, id));
            Optional<TransactionRecord> found = value.map(v -> read(id, v.value()))
                    .filter(transaction -> transaction.expiresAt().isAfter(now));
            boolean settled = found.isEmpty()
                    || rows.commit(
                            new KeyValues.Write(value.get().key(), value.get().version(), Optional.empty()));
            return settled ? Optional.of(found) : Optional.empty();
        });
    }

    @Override
    public boolean advance(TransactionRecord next, long expectedVersion, Instant now) {
        return Rows.untilDecided(() -> {
            Optional<KeyValues.Versioned> value = rows.get(Keys.of(Keys.TRANSACTION, next.id()));
            Optional<TransactionRecord> found = value.map(v -> read(next.id(), v.value()))
                    .filter(t -> t.version() == expectedVersion && t.expiresAt().isAfter(now));
            if (found.isEmpty()) {
                return Optional.of(false);
            }
            var advanced = new TransactionRecord(
                    next.id(), expectedVersion + 1, found.get().createdAt(), next.expiresAt(), next.payload());
            var write = new KeyValues.Write(value.get().key(), value.get().version(), Optional.of(write(advanced)));
            return rows.commit(write) ? Optional.of(true) : Optional.empty();
        });
    }

    private static byte[] write(TransactionRecord transaction) {
        return JsonObject.builder()
                .put("version", transaction.version())
                .put("created_at", transaction.createdAt().toEpochMilli())
                .put("expires_at", transaction.expiresAt().toEpochMilli())
                .put(
                        "payload",
                        Base64.getEncoder().encodeToString(transaction.payload().toByteArray()))
                .build()
                .toBytes();
    }

    static Instant expiry(KeyValues.Versioned entry) {
        return Instant.ofEpochMilli(
                JsonObject.parse(entry.value()).integer("expires_at").orElseThrow());
    }

    private static TransactionRecord read(TokenHash id, byte[] value) {
        JsonObject json = JsonObject.parse(value);
        byte[] payload = Base64.getDecoder().decode(json.string("payload").orElseThrow());
        return new TransactionRecord(
                id,
                json.integer("version").orElseThrow(),
                Instant.ofEpochMilli(json.integer("created_at").orElseThrow()),
                Instant.ofEpochMilli(json.integer("expires_at").orElseThrow()),
                OpaqueBytes.of(payload));
    }
}
