package dev.mcpoauth.client.store;

import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.core.json.MalformedJsonException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One file per document in a directory that only its owner can enter, each replaced as a whole. Thread-safe, and safe
 * between processes of one machine; a network file system must support locks of the operating system.
 *
 * <p>A file is named after the SHA-256 of its key. A file that cannot be read as JSON counts as not there, so that damage
 * costs a sign-in and not the start of the program. Documents are stored in the clear unless the store is wrapped in an
 * {@link EncryptedCredentialStore}.
 */
public final class FileCredentialStore implements CredentialStore {
    private static final Logger LOG = LoggerFactory.getLogger(FileCredentialStore.class);
    private static final Duration GUARD_PATIENCE = Duration.ofSeconds(10);
    private static final String GUARD = "guard";

    private final OwnerOnlyDirectory directory;
    private final KeyLocks locks = new KeyLocks();
    private final KeyLocks guards = new KeyLocks();

    /**
     * Opens the directory, which is created if need be and closed to everyone but its owner.
     *
     * @throws IOException if the directory cannot be made so
     */
    public FileCredentialStore(Path directory) throws IOException {
        this.directory = OwnerOnlyDirectory.open(directory);
    }

    @Override
    public JsonObject load(String key) throws IOException {
        Path file = directory.resolve(name(key) + ".json");
        try {
            return JsonObject.parse(Files.readAllBytes(file)).object("document").orElse(JsonObject.EMPTY);
        } catch (NoSuchFileException e) {
            return JsonObject.EMPTY;
        } catch (MalformedJsonException e) {
            LOG.warn("{} is damaged and counts as not there", file.getFileName());
            return JsonObject.EMPTY;
        }
    }

    @Override
    public boolean compareAndSet(String key, JsonObject expected, JsonObject next) throws IOException {
        try {
            return guards.run(GUARD, GUARD_PATIENCE, () -> {
                try (ProcessLock held = ProcessLock.acquire(directory.resolve(GUARD + ".lock"), GUARD_PATIENCE)) {
                    return held.isHeld() && load(key).equals(expected) && replace(key, next);
                }
            });
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while another process wrote credentials", e);
        }
    }

    private boolean replace(String key, JsonObject next) throws IOException {
        String name = name(key) + ".json";
        if (next.equals(JsonObject.EMPTY)) {
            Files.deleteIfExists(directory.resolve(name));
        } else {
            JsonObject file =
                    JsonObject.builder().put("key", key).put("document", next).build();
            directory.replace(name, file.toBytes());
        }
        return true;
    }

    @Override
    public <T> T withLock(String key, Duration patience, Guarded<T> action) throws IOException, InterruptedException {
        return locks.run(key, patience, () -> {
            try (ProcessLock held = ProcessLock.acquire(directory.resolve(name(key) + ".lock"), patience)) {
                held.requireHeld();
                return action.run();
            }
        });
    }

    private static String name(String key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
