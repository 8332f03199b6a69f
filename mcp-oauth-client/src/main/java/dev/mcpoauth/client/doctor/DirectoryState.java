package dev.mcpoauth.client.doctor;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * A state directory as it is, before anybody opens it and closes it to others.
 *
 * @param kind what there is
 * @param permissions as {@code ls} writes them; empty where the file system has none
 * @param writable whether this user may write there
 * @param damaged how many documents were set aside as unreadable
 */
record DirectoryState(Kind kind, String permissions, boolean writable, int damaged) {

    /** What a path leads to. */
    enum Kind {
        ABSENT,
        NO_DIRECTORY,
        DIRECTORY
    }

    static DirectoryState of(Path path) {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return new DirectoryState(Kind.ABSENT, "", false, 0);
        }
        if (!Files.isDirectory(path)) {
            return new DirectoryState(Kind.NO_DIRECTORY, "", false, 0);
        }
        return new DirectoryState(Kind.DIRECTORY, permissions(path), Files.isWritable(path), damaged(path));
    }

    private static String permissions(Path path) {
        try {
            return PosixFilePermissions.toString(
                    Files.readAttributes(path, PosixFileAttributes.class).permissions());
        } catch (IOException | UnsupportedOperationException e) {
            return "";
        }
    }

    private static int damaged(Path path) {
        int count = 0;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(path, "*.{damaged,lost}")) {
            for (Path ignored : files) {
                count++;
            }
        } catch (IOException e) {
            return 0; // What cannot be listed cannot be opened either, and that is another rule.
        }
        return count;
    }
}
