package dev.mcpoauth.server.dpop;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.mcpoauth.core.secret.TokenHash;
import dev.mcpoauth.core.secret.TokenHasher;
import dev.mcpoauth.core.store.OAuthStore;
import dev.mcpoauth.core.store.OpaqueBytes;
import dev.mcpoauth.core.store.TransactionRecord;
import dev.mcpoauth.core.store.TransactionStore;
import java.security.SecureRandom;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The key of the nonces, made by the first node that needs one and kept in the store, where the others find it. A key of each
 * process would have clients that meet another node sent back with each request; one from the settings would be one more
 * secret to hand out. It goes through the deployment's hasher, so that with a pepper the database alone does not have it.
 * Without one, who can read the database can foretell nonces, and still has no client's key to sign them with. Thread-safe.
 */
public final class NonceKey {
    private static final int BYTES = 32;

    private final TransactionStore store;
    private final TokenHasher hasher;
    private final SecureRandom random;
    private volatile @Nullable TokenHasher known;

    /** The key in this store. Nothing is read or written yet. */
    public NonceKey(TransactionStore store, TokenHasher hasher, SecureRandom random) {
        this.store = store;
        this.hasher = hasher;
        this.random = random;
    }

    /**
     * What makes nonces with the key.
     *
     * @throws dev.mcpoauth.core.store.StoreException if the store can not be asked and the key is not known
     */
    TokenHasher hasher(Instant now) {
        TokenHasher present = known;
        return present != null ? present : loaded(now);
    }

    private TokenHasher loaded(Instant now) {
        TokenHash id = hasher.hash("dpop-nonce-key");
        byte[] kept =
                store.get(id, now).orElseGet(() -> made(id, now)).payload().toByteArray();
        TokenHasher loaded = TokenHasher.peppered(
                hasher.hash("dpop-nonce-key:" + new String(kept, ISO_8859_1)).toByteArray());
        known = loaded;
        return loaded;
    }

    /** Another node may be faster; then its key is ours. */
    private TransactionRecord made(TokenHash id, Instant now) {
        byte[] key = new byte[BYTES];
        random.nextBytes(key);
        TransactionRecord record = TransactionRecord.begun(id, now, OAuthStore.NEVER, OpaqueBytes.of(key));
        try {
            store.put(record);
            return record;
        } catch (IllegalStateException taken) {
            return store.get(id, now).orElseThrow(() -> taken);
        }
    }
}
