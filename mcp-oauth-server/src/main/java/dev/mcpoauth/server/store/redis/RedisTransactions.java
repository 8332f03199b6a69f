package dev.mcpoauth.server.store.redis;

import dev.mcpoauth.core.secret.TokenHash;
import dev.mcpoauth.core.store.TransactionRecord;
import dev.mcpoauth.core.store.TransactionStore;
import java.time.Instant;
import java.util.Optional;

/** Rows {@code transaction}. */
final class RedisTransactions implements TransactionStore {
    private final Redis redis;
    private final Keyspace keys;

    RedisTransactions(Redis redis, Keyspace keys) {
        this.redis = redis;
        this.keys = keys;
    }

    /** A call whose first two keys are the transaction and the list in which it is. */
    private Call call(String operation, Script script, TokenHash id) {
        Shard shard = keys.shard(id);
        return redis.call(operation, script).key(shard.transaction(id)).key(shard.due(Due.TRANSACTION));
    }

    @Override
    public void put(TransactionRecord transaction) {
        Fields fields = new Fields()
                .put("version", transaction.version())
                .put("created", transaction.createdAt())
                .put("expires", transaction.expiresAt())
                .put("payload", transaction.payload());
        Reply reply = call("transactions.put", Script.PUT, transaction.id())
                .arg(Attempt.fresh().bytes())
                .arg(transaction.expiresAt())
                .arg(RedisOAuthStore.MARGIN.toMillis())
                .arg(Members.ofTransaction(transaction.id()))
                .args(fields)
                .run();
        if (reply.is("taken")) {
            throw Families.taken("transactions.put");
        }
    }

    @Override
    public Optional<TransactionRecord> get(TokenHash id, Instant now) {
        Row row = redis.call("transactions.get", Script.READ)
                .key(keys.shard(id).transaction(id))
                .run()
                .row(0);
        return read(id, row).filter(found -> found.expiresAt().isAfter(now));
    }

    @Override
    public Optional<TransactionRecord> take(TokenHash id, Instant now) {
        Row row = call("transactions.take", Script.TAKE, id)
                .key(keys.shard(id).receipt(Attempt.fresh()))
                .arg(now)
                .arg(Members.ofTransaction(id))
                .arg(RedisOAuthStore.RECEIPT.toMillis())
                .run()
                .row(0);
        return read(id, row);
    }

    @Override
    public boolean advance(TransactionRecord next, long expectedVersion, Instant now) {
        return call("transactions.advance", Script.ADVANCE, next.id())
                .arg(Attempt.fresh().bytes())
                .arg(expectedVersion)
                .arg(now)
                .arg(next.expiresAt())
                .arg(RedisOAuthStore.MARGIN.toMillis())
                .arg(Members.ofTransaction(next.id()))
                .arg(next.payload())
                .run()
                .isTrue();
    }

    private static Optional<TransactionRecord> read(TokenHash id, Row row) {
        if (!row.exists()) {
            return Optional.empty();
        }
        return Optional.of(new TransactionRecord(
                id, row.number("version"), row.instant("created"), row.instant("expires"), row.bytes("payload")));
    }
}
