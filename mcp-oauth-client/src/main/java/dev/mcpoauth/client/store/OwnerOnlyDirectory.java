package dev.mcpoauth.client.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.AclEntry;
import java.nio.file.attribute.AclEntryPermission;
import java.nio.file.attribute.AclEntryType;
import java.nio.file.attribute.AclFileAttributeView;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;

/** A directory of mode 0700 with files of mode 0600; on Windows an access list that names only the owner. */
final class OwnerOnlyDirectory {
    private static final Duration ABANDONED = Duration.ofHours(1);

    private final Path directory;
    private final boolean posix;

    private OwnerOnlyDirectory(Path directory, boolean posix) {
        this.directory = directory;
        this.posix = posix;
    }

    static OwnerOnlyDirectory open(Path path) throws IOException {
        Files.createDirectories(path);
        PosixFileAttributeView view = Files.getFileAttributeView(path, PosixFileAttributeView.class);
        if (view == null) {
            keepToOwner(path);
        } else {
            view.setPermissions(PosixFilePermissions.fromString("rwx------"));
        }
        OwnerOnlyDirectory opened = new OwnerOnlyDirectory(path.toRealPath(), view != null);
        opened.sweep();
        return opened;
    }

    private static void keepToOwner(Path path) throws IOException {
        AclFileAttributeView acl = Files.getFileAttributeView(path, AclFileAttributeView.class);
        if (acl == null) {
            throw new IOException("the file system of " + path + " cannot keep a directory to its owner");
        }
        acl.setAcl(List.of(AclEntry.newBuilder()
                .setType(AclEntryType.ALLOW)
                .setPrincipal(acl.getOwner())
                .setPermissions(EnumSet.allOf(AclEntryPermission.class))
                .build()));
    }

    /** Removes what processes that were killed while writing left behind. */
    private void sweep() throws IOException {
        FileTime limit = FileTime.from(Instant.now().minus(ABANDONED));
        try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(directory, "*.tmp")) {
            for (Path file : leftovers) {
                if (Files.getLastModifiedTime(file).compareTo(limit) < 0) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    Path resolve(String name) {
        return directory.resolve(name);
    }

    /** Writes aside, forces it to the disk, and moves it into place in one step. */
    void replace(String name, byte[] content) throws IOException {
        Path aside = Files.createTempFile(directory, "new", ".tmp", ownerOnly());
        try {
            try (FileChannel out = FileChannel.open(aside, StandardOpenOption.WRITE)) {
                ByteBuffer rest = ByteBuffer.wrap(content);
                while (rest.hasRemaining()) {
                    out.write(rest);
                }
                out.force(true);
            }
            Files.move(aside, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(aside);
        }
    }

    private FileAttribute<?>[] ownerOnly() {
        return posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0]; // Inherits the directory's access list.
    }
}
