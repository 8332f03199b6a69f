package dev.mcpoauth.client.bridge.install;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.Optional;

/** Writes files so that nobody ever reads half of one. */
final class Whole {
    private Whole() {}

    /** Makes or replaces the file; permissions that it had stay. */
    static void write(Path file, String text) throws IOException {
        Path directory = Optional.ofNullable(file.toAbsolutePath().getParent()).orElseThrow();
        Files.createDirectories(directory);
        Path next = Files.createTempFile(directory, ".mcp-oauth-bridge", ".tmp"); // readable by its owner alone
        try {
            Files.writeString(next, text);
            keepPermissions(file, next);
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(next);
        }
    }

    private static void keepPermissions(Path file, Path next) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(next, PosixFileAttributeView.class);
        if (view != null && Files.exists(file)) {
            view.setPermissions(Files.getPosixFilePermissions(file));
        }
    }
}
