package dev.mcpoauth.example.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** The directory of everything that is kept. What it holds is protected by its permissions. */
final class DataDirectory {

    private DataDirectory() {}

    /** The directory, made for its owner alone if it is not there. */
    static Path create(Path directory) throws IOException {
        Path absolute = directory.toAbsolutePath().normalize();
        if (!Files.isDirectory(absolute)) make(absolute);
        if (!Files.isWritable(absolute)) {
            throw new IOException("the data directory " + absolute + " cannot be written");
        }
        return absolute;
    }

    private static void make(Path directory) throws IOException {
        try {
            makeForItsOwner(directory);
        } catch (IOException e) {
            throw new IOException("the data directory " + directory + " cannot be made", e);
        }
    }

    private static void makeForItsOwner(Path directory) throws IOException {
        if (directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createDirectories(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } else {
            Files.createDirectories(directory);
        }
    }
}
