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
        if (Files.isDirectory(absolute)) return absolute;
        if (absolute.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return Files.createDirectories(
                    absolute, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        return Files.createDirectories(absolute);
    }
}
