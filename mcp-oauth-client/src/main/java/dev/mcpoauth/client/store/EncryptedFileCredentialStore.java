package dev.mcpoauth.client.store;

import dev.mcpoauth.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A {@link FileCredentialStore} whose documents are sealed with AES-256-GCM. The key is kept in the operating system's
 * keychain where that works when the key is made, else in a file of mode 0600 beside the documents; the log says which.
 * Thread-safe, and safe between processes of one machine.
 *
 * <p>The key is asked for when a document is first opened or sealed. If it cannot be had, that fails with
 * {@link KeyUnavailableException}, and it is asked for again ten seconds later at the earliest; it is never replaced
 * unless {@link Builder#replacingLostKey} says so. Documents that a {@link FileCredentialStore} has left in the directory
 * are sealed when the key is made; one that appears in the clear later counts as not there.
 */
public final class EncryptedFileCredentialStore implements CredentialStore {
    private final CredentialStore documents;
    private final FileCredentialStore files;
    private final StoreKey key;

    private EncryptedFileCredentialStore(CredentialStore documents, FileCredentialStore files, StoreKey key) {
        this.documents = documents;
        this.files = files;
        this.key = key;
    }

    /**
     * Opens the directory, which is made if need be and closed to everyone but its owner.
     *
     * @throws IOException if the directory cannot be made so, or is another user's
     */
    public static EncryptedFileCredentialStore open(Path directory) throws IOException {
        return in(directory).open();
    }

    /** Starts with the settings of {@link #open}. */
    public static Builder in(Path directory) {
        return new Builder(directory);
    }

    /**
     * The name of the place where the key is: {@code secret-service}, {@code macos-keychain}, {@code windows-dpapi},
     * {@code file}, or as another {@link KeySource} calls itself. Empty before there is a key. Does not ask for the key.
     */
    public Optional<String> keyPlace() throws IOException {
        return key.place();
    }

    /** The keys of all documents that are not damaged, sorted. Does not ask for the key that opens them. */
    public List<String> names() throws IOException {
        return files.all().stream().map(DocumentFile::key).sorted().toList();
    }

    /** {@inheritDoc} */
    @Override
    public JsonObject load(String name) throws IOException {
        return documents.load(name);
    }

    @Override
    public boolean compareAndSet(String name, JsonObject expected, JsonObject next) throws IOException {
        return documents.compareAndSet(name, expected, next);
    }

    @Override
    public <T> T withLock(String name, Duration patience, Guarded<T> action) throws IOException, InterruptedException {
        return documents.withLock(name, patience, action);
    }

    @Override
    public String toString() {
        return "EncryptedFileCredentialStore[" + documents + "]";
    }

    /** Collects settings. Not thread-safe. */
    public static final class Builder {
        private final Path path;
        private @Nullable KeySource source;
        private boolean replaceLost;
        private Clock clock = Clock.systemUTC();
        private KeySource keychain = KeySources.keychain();

        private Builder(Path path) {
            this.path = path;
        }

        /**
         * Where the key belongs; the keychain, or else a file in the directory, by default. A key that is at one of these
         * two from earlier is moved to the given place.
         */
        public Builder key(KeySource place) {
            source = place;
            return this;
        }

        /**
         * Begins anew when the key cannot be had: its documents are set aside, with the extension {@code .lost}, and
         * count as not there. Users have to sign in again, and tokens they had are not revoked.
         */
        public Builder replacingLostKey() {
            replaceLost = true;
            return this;
        }

        Builder clock(Clock time) {
            clock = time;
            return this;
        }

        /** In place of the operating system's. */
        Builder keychain(KeySource ofTheSystem) {
            keychain = ofTheSystem;
            return this;
        }

        /** Opens the directory; see {@link EncryptedFileCredentialStore#open}. */
        public EncryptedFileCredentialStore open() throws IOException {
            OwnerOnlyDirectory directory = OwnerOnlyDirectory.open(path);
            FileCredentialStore files = new FileCredentialStore(directory);
            KeySource usual = KeySources.firstWorking(keychain, new KeyFile(directory));
            StoreKey key = new StoreKey(
                    directory,
                    new SealedDirectory(directory, files),
                    new StoreKey.Settings(
                            source == null ? usual : KeySources.firstWorking(source),
                            usual,
                            replaceLost,
                            clock,
                            new SecureRandom()));
            return new EncryptedFileCredentialStore(new EncryptedCredentialStore(files, key::get), files, key);
        }
    }
}
