package dev.mcpoauth.server.store.redis;

import dev.mcpoauth.core.store.ClientRecord;
import dev.mcpoauth.core.store.ClientRegistration;
import dev.mcpoauth.core.store.ClientStore;
import dev.mcpoauth.core.store.Cursor;
import dev.mcpoauth.core.store.Page;
import dev.mcpoauth.core.store.RegistrationLimits;
import dev.mcpoauth.core.store.transfer.StoredRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Rows {@code client}, all of one tag. */
final class RedisClients implements ClientStore {
    private static final String REGISTER = "clients.registerIfAbsent";

    private final Redis redis;
    private final Keyspace keys;
    private final Listing listing;

    RedisClients(Redis redis, Keyspace keys) {
        this.redis = redis;
        this.keys = keys;
        this.listing = new Listing(redis);
    }

    @Override
    public Optional<ClientRecord> find(String clientId) {
        return ClientRows.read(clientId, row("clients.find", clientId));
    }

    private Row row(String operation, String clientId) {
        return redis.call(operation, Script.READ)
                .key(keys.client(Keyspace.possible(clientId)))
                .run()
                .row(0);
    }

    @Override
    public ClientRegistration registerIfAbsent(String fingerprint, ClientRecord candidate, RegistrationLimits limits) {
        if (Keyspace.possible(fingerprint).isEmpty()) {
            throw new IllegalArgumentException("fingerprint must have 1 to 512 characters of Unicode text");
        }
        return redis.untilDecided(REGISTER, () -> attempt(fingerprint, candidate, limits));
    }

    /** Empty if whoever holds the fingerprint was removed before it could be read. */
    private Optional<ClientRegistration> attempt(
            String fingerprint, ClientRecord candidate, RegistrationLimits limits) {
        Reply reply = redis.call(REGISTER, Script.REGISTER)
                .key(keys.fingerprint(fingerprint))
                .key(keys.client(candidate.clientId()))
                .key(keys.clientIds())
                .key(keys.clientsByExpiry())
                .arg(Attempt.fresh().bytes())
                .arg(candidate.clientId())
                .arg(candidate.createdAt())
                .arg(candidate.expiresAt())
                .arg(limits.maxClients())
                .args(ClientRows.write(fingerprint, candidate))
                .run();
        if (reply.is("created")) {
            return Optional.of(new ClientRegistration.Created(candidate));
        }
        if (reply.is("full")) {
            return Optional.of(new ClientRegistration.LimitReached());
        }
        return ClientRows.read(reply.text(1), row(REGISTER, reply.text(1))).map(ClientRegistration.Existing::new);
    }

    @Override
    public boolean update(ClientRecord next, long expectedVersion) {
        return redis.call("clients.update", Script.UPDATE_CLIENT)
                .key(keys.client(next.clientId()))
                .key(keys.clientsByExpiry())
                .arg(Attempt.fresh().bytes())
                .arg(expectedVersion)
                .arg(next.expiresAt())
                .arg(next.clientId())
                .arg(next.payload())
                .run()
                .isTrue();
    }

    @Override
    public boolean delete(String clientId) {
        return remove("clients.delete", clientId, null);
    }

    /** Removes a client that has expired by then. */
    boolean deleteExpired(String operation, String clientId, Instant now) {
        return remove(operation, clientId, now);
    }

    private boolean remove(String operation, String clientId, @Nullable Instant ifExpiredBy) {
        String id = Keyspace.possible(clientId);
        return redis.untilDecided(operation, () -> attemptToRemove(operation, id, ifExpiredBy));
    }

    private Optional<Boolean> attemptToRemove(String operation, String clientId, @Nullable Instant ifExpiredBy) {
        Row row = row(operation, clientId);
        if (!row.exists()) {
            return Optional.of(false);
        }
        String fingerprint = ClientRows.fingerprint(row);
        Reply reply = redis.call(operation, Script.DELETE_CLIENT)
                .key(keys.client(clientId))
                .key(keys.fingerprint(fingerprint))
                .key(keys.clientIds())
                .key(keys.clientsByExpiry())
                .key(keys.clientReceipt(Attempt.fresh()))
                .arg(clientId)
                .arg(fingerprint)
                .arg(RedisOAuthStore.RECEIPT.toMillis())
                .arg(ifExpiredBy == null ? "" : Long.toString(ifExpiredBy.toEpochMilli()))
                .run();
        return reply.is("beaten") ? Optional.empty() : Optional.of(reply.is("done"));
    }

    @Override
    public boolean touch(String clientId, Instant lastUsedAt, Instant expiresAt) {
        return redis.call("clients.touch", Script.TOUCH_CLIENT)
                .key(keys.client(Keyspace.possible(clientId)))
                .key(keys.clientsByExpiry())
                .arg(lastUsedAt)
                .arg(expiresAt)
                .arg(clientId)
                .run()
                .isTrue();
    }

    @Override
    public Page<ClientRecord> list(Cursor from, int limit) {
        return rows("clients.list", from, limit).map(StoredRow.OfClient::client);
    }

    Page<StoredRow.OfClient> rows(String operation, Cursor from, int limit) {
        var found = listing.collect(operation, keys.clientIds(), from.after(), limit + 1L, ids -> load(operation, ids));
        return Page.cut(found, limit, row -> row.client().clientId());
    }

    private List<StoredRow.OfClient> load(String operation, List<String> ids) {
        Reply reply = redis.call(operation, Script.READ)
                .keys(ids.stream().map(keys::client).toList())
                .run();
        List<StoredRow.OfClient> found = new ArrayList<>();
        for (int i = 0; i < ids.size(); i++) {
            Row row = reply.row(i);
            ClientRows.read(ids.get(i), row)
                    .ifPresent(client -> found.add(new StoredRow.OfClient(ClientRows.fingerprint(row), client)));
        }
        return found;
    }
}
