package dev.mcpoauth.client.store;

import dev.mcpoauth.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One file per document in a directory that only its owner can enter, each replaced as a whole and on the disk when a call
 * returns. Thread-safe, and safe between processes of one machine; a network file system must support locks of the
 * operating system. A document is at most 1 MiB long, its key included.
 *
 * <p>A file is named after the SHA-256 of its key. One that cannot be read as such a document counts as not there, so that
 * damage costs a sign-in and not the start of the program; when its document is written again, the damaged file is kept
 * beside it, with the extension {@code .damaged}, until the document is removed. A link, or a file of another user, is
 * neither read nor written through.
 *
 * <p>Documents are stored in the clear: {@link EncryptedFileCredentialStore} is the same with encryption.
 */
public final class FileCredentialStore implements CredentialStore {
    private static final Logger LOG = LoggerFactory.getLogger(FileCredentialStore.class);
    private static final String DAMAGED = ".damaged";

    private final OwnerOnlyDirectory directory;

    /**
     * Opens the directory, which is made if need be and closed to everyone but its owner.
     *
     * @throws IOException if the directory cannot be made so, is another user's, or holds encrypted documents
     */
    public FileCredentialStore(Path directory) throws IOException {
        this(OwnerOnlyDirectory.open(directory));
        if (KeyRecord.isIn(this.directory)) {
            throw new IOException("the documents in " + directory + " are encrypted");
        }
    }

    FileCredentialStore(OwnerOnlyDirectory directory) {
        this.directory = directory;
    }

    /**
     * {@inheritDoc}
     *
     * @throws StoreUnavailableException if the file cannot be read
     */
    @Override
    public JsonObject load(String key) throws IOException {
        try {
            return read(key);
        } catch (IOException e) {
            throw unavailable(e);
        }
    }

    private JsonObject read(String key) throws IOException {
        Optional<byte[]> content = directory.read(DocumentFile.name(key));
        if (content.isEmpty()) {
            return JsonObject.EMPTY;
        }
        Optional<DocumentFile> file = DocumentFile.parse(content.get(), key);
        if (file.isEmpty()) {
            LOG.warn("{} in {} is damaged and counts as not there", DocumentFile.name(key), directory);
        }
        return file.map(DocumentFile::document).orElse(JsonObject.EMPTY);
    }

    /**
     * {@inheritDoc}
     *
     * @throws StoreUnavailableException if the file cannot be read or written
     */
    @Override
    public boolean compareAndSet(String key, JsonObject expected, JsonObject next) throws IOException {
        try {
            return directory.writing(() -> read(key).equals(expected) && replace(key, next));
        } catch (IOException e) {
            throw unavailable(e);
        }
    }

    private static StoreUnavailableException unavailable(IOException e) {
        boolean silent =
                e.getMessage() == null || (e instanceof FileSystemException known && known.getReason() == null);
        return new StoreUnavailableException(silent ? e.toString() : String.valueOf(e.getMessage()), e);
    }

    private boolean replace(String key, JsonObject next) throws IOException {
        String name = DocumentFile.name(key);
        if (next.equals(JsonObject.EMPTY)) {
            directory.remove(name);
            directory.remove(DocumentFile.stem(key) + DAMAGED);
            return true;
        }
        byte[] content = new DocumentFile(key, next).toBytes();
        Optional<byte[]> before = directory.read(name);
        if (before.isPresent() && DocumentFile.parse(before.get(), key).isEmpty()) {
            directory.rename(name, DocumentFile.stem(key) + DAMAGED);
        }
        directory.replace(name, content);
        return true;
    }

    /**
     * {@inheritDoc}
     *
     * @throws StoreUnavailableException if the lock cannot be had; what the action throws is thrown as it is
     */
    @Override
    public <T> T withLock(String key, Duration patience, Guarded<T> action) throws IOException, InterruptedException {
        AtomicBoolean begun = new AtomicBoolean();
        try {
            return directory.lock(DocumentFile.stem(key)).run(patience, () -> {
                begun.set(true);
                return action.run();
            });
        } catch (IOException e) {
            throw begun.get() ? e : unavailable(e);
        }
    }

    /** All documents that are not damaged. */
    List<DocumentFile> all() throws IOException {
        List<DocumentFile> all = new ArrayList<>();
        for (String name : directory.names(DocumentFile.GLOB)) {
            directory
                    .read(name)
                    .flatMap(DocumentFile::parse)
                    .filter(file -> DocumentFile.name(file.key()).equals(name))
                    .ifPresent(all::add);
        }
        return all;
    }

    /** Takes a document away, if it is still as expected, and keeps its file beside under another extension. */
    void setAside(DocumentFile document, String extension) throws IOException {
        directory.writing(() -> {
            if (read(document.key()).equals(document.document())) {
                directory.rename(DocumentFile.name(document.key()), DocumentFile.stem(document.key()) + extension);
            }
            return document;
        });
    }

    @Override
    public String toString() {
        return "FileCredentialStore[" + directory + "]";
    }
}
