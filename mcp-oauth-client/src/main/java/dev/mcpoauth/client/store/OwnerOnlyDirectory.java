package dev.mcpoauth.client.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Small files in a directory that is kept to its owner. Each is replaced as a whole and on the disk when the call returns;
 * a process that is killed at any moment leaves the old file or the new one, and perhaps an unfinished one beside it,
 * which the next one that opens the directory removes. Files change only in {@link #writing}.
 */
final class OwnerOnlyDirectory {
    private static final Logger LOG = LoggerFactory.getLogger(OwnerOnlyDirectory.class);
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String UNFINISHED = ".tmp";

    private final Path directory;
    private final OwnerOnly access;
    private final ProcessLock guard;

    private OwnerOnlyDirectory(Path directory, OwnerOnly access) {
        this.directory = directory;
        this.access = access;
        this.guard = lock("guard");
    }

    /** Opens the directory, which is made if need be and closed to everyone else. */
    static OwnerOnlyDirectory open(Path path) throws IOException {
        OwnerOnly access = OwnerOnly.close(path);
        OwnerOnlyDirectory opened = new OwnerOnlyDirectory(path.toRealPath(), access);
        opened.sweep();
        return opened;
    }

    /** While nobody writes, what is unfinished stays so. Where somebody does, the next start will do. */
    private void sweep() throws IOException {
        if (names("*" + UNFINISHED).isEmpty()) {
            return;
        }
        try {
            guard.run(Duration.ZERO, () -> {
                for (String name : names("*" + UNFINISHED)) {
                    remove(name);
                }
                return directory;
            });
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            LOG.debug("What killed processes left in {} stays for now", directory, e);
        }
    }

    /** Runs what changes files while no other process does. Not reentrant. */
    <T> T writing(CredentialStore.Guarded<T> action) throws IOException {
        try {
            return guard.run(PATIENCE, action);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while another process wrote credentials", e);
        }
    }

    /** The lock on a file of this directory. */
    ProcessLock lock(String name) {
        return new ProcessLock(directory.resolve(name + ".lock"), access.forNewFile());
    }

    Optional<byte[]> read(String name) throws IOException {
        Path file = directory.resolve(name);
        try {
            access.require(file);
            try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
                return Optional.of(in.readNBytes(DocumentFile.LONGEST + 1));
            }
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** Writes aside, forces it to the disk, and moves it into place in one step. */
    void replace(String name, byte[] content) throws IOException {
        DocumentFile.requireReadable(content);
        Path aside = Files.createTempFile(directory, "new", UNFINISHED, access.forNewFile());
        try {
            write(aside, content);
            Files.move(aside, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(aside);
        }
        force();
    }

    private static void write(Path file, byte[] content) throws IOException {
        try (FileChannel out = FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
            ByteBuffer rest = ByteBuffer.wrap(content);
            while (rest.hasRemaining()) {
                out.write(rest);
            }
            out.force(true);
        }
    }

    /** Gives a file another name, in place of what had that name. */
    void rename(String name, String next) throws IOException {
        Files.move(directory.resolve(name), directory.resolve(next), StandardCopyOption.ATOMIC_MOVE);
        force();
    }

    void remove(String name) throws IOException {
        if (Files.deleteIfExists(directory.resolve(name))) {
            force();
        }
    }

    /** A new, renamed or removed name is on the disk when its directory is; Windows has no such call. */
    private void force() throws IOException {
        if (access.isPosix()) {
            try (FileChannel names = FileChannel.open(directory, StandardOpenOption.READ)) {
                names.force(true);
            }
        }
    }

    /** The names that match a glob. */
    List<String> names(String glob) throws IOException {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, glob)) {
            files.forEach(file -> names.add(String.valueOf(file.getFileName())));
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return names;
    }

    @Override
    public String toString() {
        return directory.toString();
    }
}
