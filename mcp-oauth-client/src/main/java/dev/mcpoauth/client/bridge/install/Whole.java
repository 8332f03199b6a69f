package dev.mcpoauth.client.bridge.install;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.Optional;

/** Writes files so that nobody ever reads half of one. */
final class Whole {
    private Whole() {}

    /** Makes or replaces the file, in UTF-8; permissions that it had stay. */
    static void write(Path file, String text) throws IOException {
        write(file, text, StandardCharsets.UTF_8);
    }

    /**
     * The same in another encoding.
     *
     * @throws IOException also if the encoding has not all characters of the text; then nothing is written
     */
    static void write(Path file, String text, Charset encoding) throws IOException {
        byte[] bytes = bytes(file, text, encoding);
        Path directory = Optional.ofNullable(file.toAbsolutePath().getParent()).orElseThrow();
        Files.createDirectories(directory);
        Path next = Files.createTempFile(directory, ".mcp-oauth-bridge", ".tmp"); // readable by its owner alone
        try {
            Files.write(next, bytes);
            keepPermissions(file, next);
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(next);
        }
    }

    private static byte[] bytes(Path file, String text, Charset encoding) throws IOException {
        try {
            ByteBuffer encoded = encoding.newEncoder().encode(CharBuffer.wrap(text));
            byte[] bytes = new byte[encoded.remaining()];
            encoded.get(bytes);
            return bytes;
        } catch (CharacterCodingException e) {
            throw new IOException(
                    file + " has to be in " + encoding
                            + ", this system's encoding, which lacks a character of a path in"
                            + " it: use a directory and a Java whose paths have none such",
                    e);
        }
    }

    private static void keepPermissions(Path file, Path next) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(next, PosixFileAttributeView.class);
        if (view != null && Files.exists(file)) {
            view.setPermissions(Files.getPosixFilePermissions(file));
        }
    }
}
