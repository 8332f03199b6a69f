package dev.mcpoauth.example.database.account;

import com.password4j.Argon2Function;
import com.password4j.Password;
import com.password4j.types.Argon2;
import dev.mcpoauth.core.store.StoreException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Argon2id hashes (RFC 9106) with 19 MiB, two passes and one lane, the least that OWASP recommends. Each takes memory and
 * tens of milliseconds, so only some are computed at once and the rest waits.
 */
final class PasswordHashes {

    private static final int SALT_BYTES = 16;
    private static final Argon2Function FUNCTION = Argon2Function.getInstance(19_456, 2, 1, 32, Argon2.ID);

    private final Semaphore places;
    private final Duration patience;

    PasswordHashes(int concurrent, Duration patience) {
        this.places = new Semaphore(concurrent, true);
        this.patience = patience;
    }

    /** The hash with its parameters and a random salt, in the usual {@code $argon2id$} form. */
    static String hash(String password) {
        return Password.hash(password).addRandomSalt(SALT_BYTES).with(FUNCTION).getResult();
    }

    /**
     * Whether the password has this hash.
     *
     * @throws StoreException if too many others are waiting; nothing is known of the password then
     */
    boolean verify(String password, String hash) {
        if (!acquired()) throw new StoreException("too many passwords to verify at once");
        try {
            return Password.check(password, hash).with(Argon2Function.getInstanceFromHash(hash));
        } finally {
            places.release();
        }
    }

    private boolean acquired() {
        try {
            return places.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
