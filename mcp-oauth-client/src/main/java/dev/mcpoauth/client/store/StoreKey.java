package dev.mcpoauth.client.store;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The key of one directory, asked for when first needed. Whichever process comes first makes it, under a lock, and records
 * where it is; from then on that is where it must be. A key that is not there is never replaced silently: what it has
 * sealed would be lost without a word. Thread-safe.
 */
final class StoreKey {
    private static final Logger LOG = LoggerFactory.getLogger(StoreKey.class);
    private static final Duration LOCK_PATIENCE = Duration.ofSeconds(60);

    /** A keychain that is locked may ask the user each time it is asked. */
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(10);

    private final OwnerOnlyDirectory directory;
    private final SealedDirectory documents;
    private final Settings settings;
    private @Nullable EncryptionKey known;
    private @Nullable KeyUnavailableException failure;
    private Instant askAgain = Instant.MIN;

    StoreKey(OwnerOnlyDirectory directory, SealedDirectory documents, Settings settings) {
        this.directory = directory;
        this.documents = documents;
        this.settings = settings;
    }

    /**
     * How the key is had.
     *
     * @param source where it belongs
     * @param elsewhere where it may be from earlier; it is moved then
     * @param replaceLost whether to begin anew when it is gone
     */
    record Settings(KeySource source, KeySource elsewhere, boolean replaceLost, Clock clock, SecureRandom random) {}

    /** The name of the place where the key is; empty before there is one. */
    Optional<String> place() throws IOException {
        return KeyRecord.read(directory).map(record -> KeyRecord.place(record.reference()));
    }

    synchronized EncryptionKey get() throws IOException {
        Optional<KeyRecord> record = KeyRecord.read(directory).filter(found -> !found.importing());
        EncryptionKey key = known;
        if (key != null && record.isPresent() && record.get().isOf(key)) {
            return key;
        }
        if (failure != null && settings.clock().instant().isBefore(askAgain)) {
            throw new KeyUnavailableException(String.valueOf(failure.getMessage()), failure);
        }
        try {
            key = ask(record);
        } catch (KeyUnavailableException e) {
            failure = e;
            askAgain = settings.clock().instant().plus(PAUSE_AFTER_FAILURE);
            throw e;
        }
        known = key;
        failure = null;
        return key;
    }

    private EncryptionKey ask(Optional<KeyRecord> record) throws IOException {
        if (record.isPresent() && !settings.replaceLost()) {
            Optional<EncryptionKey> found = find(record.get(), settings.source());
            if (found.isPresent()) {
                return found.get();
            }
        }
        try {
            return directory.lock("key").run(LOCK_PATIENCE, this::settle);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while another process looked for the key of the credentials", e);
        }
    }

    /** Under the lock, so that among processes that start at once one makes the key. */
    private EncryptionKey settle() throws IOException {
        Optional<KeyRecord> record = KeyRecord.read(directory);
        try {
            if (record.isPresent()) {
                EncryptionKey key = findAnywhere(record.get());
                documents.finishImport(key, settings.random());
                return key;
            }
            if (documents.hasSealed()) {
                throw unavailable(
                        "somewhere", "the file " + KeyRecord.FILE + " that says where is gone or damaged", null);
            }
        } catch (KeyUnavailableException e) {
            if (!settings.replaceLost()) {
                throw e;
            }
            LOG.warn("{}. Its documents are set aside (.lost) and a new key is made", e.getMessage());
            documents.setSealedAside();
        }
        return create();
    }

    private Optional<EncryptionKey> find(KeyRecord record, KeySource where) throws KeyUnavailableException {
        String place = KeyRecord.place(record.reference());
        try {
            Optional<EncryptionKey> found = where.find(record.reference());
            if (found.isPresent() && !record.isOf(found.get())) {
                throw unavailable(place, "another key is in its place", null);
            }
            return found;
        } catch (KeyUnavailableException e) {
            throw e;
        } catch (IOException e) {
            throw unavailable(place, String.valueOf(e.getMessage()), e);
        }
    }

    private EncryptionKey findAnywhere(KeyRecord record) throws IOException {
        Optional<EncryptionKey> found = find(record, settings.source());
        if (found.isPresent()) {
            return found.get();
        }
        Optional<EncryptionKey> other = find(record, settings.elsewhere());
        if (other.isEmpty()) {
            throw unavailable(KeyRecord.place(record.reference()), "this place is not known here", null);
        }
        move(record, other.get());
        return other.get();
    }

    private void move(KeyRecord record, EncryptionKey key) throws IOException {
        String reference = keep(key, record.importing());
        LOG.info(
                "The key of the credentials in {} has moved from {} to {}",
                directory,
                KeyRecord.place(record.reference()),
                KeyRecord.place(reference));
        settings.elsewhere().forget(record.reference());
    }

    private EncryptionKey create() throws IOException {
        EncryptionKey key = EncryptionKey.generate(settings.random());
        String reference = keep(key, documents.hasPlain());
        LOG.info("The credentials in {} are encrypted; the key is at {}", directory, KeyRecord.place(reference));
        documents.finishImport(key, settings.random());
        return key;
    }

    private String keep(EncryptionKey key, boolean importing) throws IOException {
        String reference;
        try {
            reference = settings.source().keep(key);
        } catch (IOException e) {
            throw new KeyUnavailableException(String.valueOf(e.getMessage()), e);
        }
        try {
            new KeyRecord(reference, key.fingerprint(), importing).write(directory);
            return reference;
        } catch (IOException e) {
            settings.source().forget(reference);
            throw e;
        }
    }

    private KeyUnavailableException unavailable(String place, String why, @Nullable IOException cause) {
        String text = "the credentials in " + directory + " are encrypted with a key at " + place
                + ", which cannot be had: " + why;
        return new KeyUnavailableException(text, cause);
    }
}
