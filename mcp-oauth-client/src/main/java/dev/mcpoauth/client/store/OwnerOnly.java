package dev.mcpoauth.client.store;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.AclEntry;
import java.nio.file.attribute.AclEntryFlag;
import java.nio.file.attribute.AclEntryPermission;
import java.nio.file.attribute.AclEntryType;
import java.nio.file.attribute.AclFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a directory and its files to their owner: modes 0700 and 0600, or on Windows an access list that names nobody else
 * and that the files inherit. A directory that was open to others is closed; what somebody else may have put into it
 * before is not believed, hence {@link #require}.
 */
final class OwnerOnly {
    private static final Logger LOG = LoggerFactory.getLogger(OwnerOnly.class);
    private static final Set<PosixFilePermission> DIRECTORY = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");
    private static final String ROOT = "root";

    private final UserPrincipal owner;
    private final boolean posix;

    private OwnerOnly(UserPrincipal owner, boolean posix) {
        this.owner = owner;
        this.posix = posix;
    }

    /** Makes the directory if it is not there, and closes it. */
    static OwnerOnly close(Path directory) throws IOException {
        boolean existed = Files.isDirectory(directory);
        if (!existed) {
            create(directory);
        }
        boolean posix = Files.getFileAttributeView(directory, PosixFileAttributeView.class) != null;
        if (posix) {
            closePosix(directory, existed);
        } else {
            closeByAccessList(directory);
        }
        return new OwnerOnly(Files.getOwner(directory), posix);
    }

    private static void create(Path directory) throws IOException {
        try {
            Files.createDirectories(directory);
        } catch (FileAlreadyExistsException e) {
            throw new IOException(directory + " cannot be a directory: " + e.getMessage() + " is a file", e);
        }
    }

    private static void closePosix(Path directory, boolean existed) throws IOException {
        PosixFileAttributes found = Files.readAttributes(directory, PosixFileAttributes.class);
        requireOwn(directory, found.owner());
        if (found.permissions().equals(DIRECTORY)) {
            return; // Nothing to change, which a read-only file system would refuse.
        }
        Files.setPosixFilePermissions(directory, DIRECTORY);
        boolean wasOpen = found.permissions().contains(PosixFilePermission.GROUP_WRITE)
                || found.permissions().contains(PosixFilePermission.OTHERS_WRITE);
        if (existed && wasOpen) {
            LOG.warn("Others could write to {} until now; it is kept to its owner from here on", directory);
        }
    }

    /** Whoever else is refused by the system, only the superuser could close and use somebody else's directory. */
    private static void requireOwn(Path directory, UserPrincipal owner) throws IOException {
        if (ROOT.equals(System.getProperty("user.name")) && !ROOT.equals(owner.getName())) {
            throw new IOException(directory + " belongs to " + owner.getName() + ", who can read what is in it;"
                    + " use a directory of your own");
        }
    }

    private static void closeByAccessList(Path directory) throws IOException {
        AclFileAttributeView view = Files.getFileAttributeView(directory, AclFileAttributeView.class);
        if (view == null) {
            throw new IOException("the file system of " + directory + " cannot keep a directory to its owner");
        }
        view.setAcl(accessList(view.getOwner()));
    }

    static List<AclEntry> accessList(UserPrincipal owner) {
        return List.of(AclEntry.newBuilder()
                .setType(AclEntryType.ALLOW)
                .setPrincipal(owner)
                .setPermissions(EnumSet.allOf(AclEntryPermission.class))
                .setFlags(AclEntryFlag.FILE_INHERIT, AclEntryFlag.DIRECTORY_INHERIT)
                .build());
    }

    /** What a new file gets. */
    FileAttribute<?>[] forNewFile() {
        return posix
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(FILE)}
                : new FileAttribute<?>[0]; // Inherits the directory's access list.
    }

    boolean isPosix() {
        return posix;
    }

    /**
     * Requires a file that nobody but the owner can have put there.
     *
     * @throws java.nio.file.NoSuchFileException if there is none
     * @throws IOException if it is a link, no regular file, or another user's
     */
    void require(Path file) throws IOException {
        BasicFileAttributes found = posix
                ? Files.readAttributes(file, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                : Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (!found.isRegularFile()) {
            throw new IOException(file + " is not the regular file that it was written as; remove it");
        }
        if (found instanceof PosixFileAttributes known && !known.owner().equals(owner)) {
            throw new IOException(file + " belongs to " + known.owner().getName() + " and is not believed; remove it");
        }
    }
}
