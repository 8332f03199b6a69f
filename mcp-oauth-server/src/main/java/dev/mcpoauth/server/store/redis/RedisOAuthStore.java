package dev.mcpoauth.server.store.redis;

import dev.mcpoauth.core.store.ClientStore;
import dev.mcpoauth.core.store.CodeStore;
import dev.mcpoauth.core.store.Cursor;
import dev.mcpoauth.core.store.GrantStore;
import dev.mcpoauth.core.store.Page;
import dev.mcpoauth.core.store.PurgeResult;
import dev.mcpoauth.core.store.ReplayStore;
import dev.mcpoauth.core.store.StoreCapabilities;
import dev.mcpoauth.core.store.TokenStore;
import dev.mcpoauth.core.store.TransactionStore;
import dev.mcpoauth.core.store.transfer.RowKind;
import dev.mcpoauth.core.store.transfer.StoredRow;
import dev.mcpoauth.core.store.transfer.TransferableStore;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;

/**
 * A store on Redis 6.2 or newer, on Redis Cluster, or on Valkey, through whichever client the application has: see {@link
 * RedisEval}. Each transition is one Lua script. The client stays the caller's; {@link #close} does not close it.
 *
 * <p>Expiry is decided by the instants that are passed in. Native expiry follows {@link #MARGIN} later.
 *
 * <p>A failover to a replica loses what had not reached the replica, as replication is asynchronous: a code that was redeemed
 * in the last moment may be redeemed again, a revocation may be undone. Call {@link #purge} about once a minute all the same:
 * it empties the lists by which rows are found.
 */
public final class RedisOAuthStore implements TransferableStore {
    /**
     * How much later than allowed Redis removes a row by itself: one minute. Its clock may be ahead of the clocks of the nodes
     * by as much before something that is still good is gone; that is {@link StoreCapabilities#clockSkewBound}.
     */
    public static final Duration MARGIN = Duration.ofMinutes(1);

    /** How long an attempt that removed something would be recognised if it came again. */
    static final Duration RECEIPT = Duration.ofMinutes(1);

    private static final int FORMAT = 1;

    private final Redis redis;
    private final Keyspace keys;
    private final Families families;
    private final Transitions transitions;
    private final StoreCapabilities capabilities;

    private RedisOAuthStore(Redis redis, Keyspace keys, boolean durable) {
        this.redis = redis;
        this.keys = keys;
        var directory = new Directory(redis, keys);
        this.families = new Families(redis, keys, directory);
        this.transitions = new Transitions(families, directory, keys);
        this.capabilities = new StoreCapabilities(true, durable, true, true, MARGIN);
    }

    /** Starts with the function that runs a script, such as {@code jedis::eval}. */
    public static Builder builder(RedisEval eval) {
        return new Builder(eval);
    }

    @Override
    public StoreCapabilities capabilities() {
        return capabilities;
    }

    @Override
    public ClientStore clients() {
        return new RedisClients(redis, keys);
    }

    @Override
    public GrantStore grants() {
        return new RedisGrants(redis, keys);
    }

    @Override
    public CodeStore codes() {
        return new RedisCodes(redis, keys, families, transitions);
    }

    @Override
    public TokenStore tokens() {
        return new RedisTokens(redis, keys, families, transitions);
    }

    @Override
    public TransactionStore transactions() {
        return new RedisTransactions(redis, keys);
    }

    @Override
    public ReplayStore replay() {
        return new RedisReplay(redis, keys);
    }

    @Override
    public PurgeResult purge(Instant now, int batch) {
        return new RedisPurge(redis, keys).purge(now, batch);
    }

    @Override
    public Page<StoredRow> rows(RowKind kind, Cursor from, int limit) {
        return new RedisTransfer(redis, keys, families).rows(kind, from, limit);
    }

    @Override
    public boolean restore(StoredRow row) {
        return new RedisTransfer(redis, keys, families).restore(row);
    }

    @Override
    public void close() {
        redis.close();
    }

    /** What a deployment may choose, and what it has to state where the store can not see it. Not thread-safe. */
    public static final class Builder {
        private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9._:-]{1,64}");

        private final RedisEval eval;
        private String prefix = "mcp-oauth";
        boolean durable;
        boolean noEviction;
        boolean evictionAllowed;

        private Builder(RedisEval eval) {
            this.eval = eval;
        }

        /**
         * How the names of all keys start, so that several stores can share a Redis; {@code mcp-oauth} if not set.
         *
         * @throws IllegalArgumentException unless it has 1 to 64 letters, digits, dots, colons, hyphens and underscores
         */
        public Builder prefix(String start) {
            if (!PREFIX.matcher(start).matches()) {
                throw new IllegalArgumentException("prefix must match " + PREFIX);
            }
            prefix = start;
            return this;
        }

        /**
         * States that a write that returned survives the end of the server: {@code appendonly yes} and {@code appendfsync
         * always}, or what a provider has in their place. No script can see that setting, so without this the store does not
         * claim to be durable.
         */
        public Builder assumeDurable() {
            durable = true;
            return this;
        }

        /** States that {@code maxmemory-policy} is {@code noeviction} where the user of Redis may not run {@code INFO}. */
        public Builder assumeNoEviction() {
            noEviction = true;
            return this;
        }

        /**
         * Opens the store although Redis may drop keys when memory is short. It then loses live grants, which signs people out,
         * and evidence: a stolen code or refresh token that was used before is no longer recognised.
         */
        public Builder dangerouslyAllowEviction() {
            evictionAllowed = true;
            return this;
        }

        /**
         * Opens the store.
         *
         * @throws IllegalStateException if Redis may drop keys, or has no append-only file and was stated to be durable, or
         *     keeps data of a newer layout than this code knows
         * @throws IllegalArgumentException if the adapter does not pass on bytes as they are
         * @throws dev.mcpoauth.core.store.StoreException if Redis can not be reached
         */
        public RedisOAuthStore open() {
            var redis = new Redis(eval);
            var keys = new Keyspace(prefix);
            new ServerCheck(redis, keys, this).run();
            requireFormat(redis, keys);
            return new RedisOAuthStore(redis, keys, durable);
        }

        private static void requireFormat(Redis redis, Keyspace keys) {
            long format = Long.parseLong(redis.call("open", Script.FORMAT)
                    .key(keys.format())
                    .arg(FORMAT)
                    .run()
                    .text(0));
            if (format != FORMAT) {
                throw new IllegalStateException(
                        "the data have layout " + format + ", and this code knows layout " + FORMAT);
            }
        }
    }
}
