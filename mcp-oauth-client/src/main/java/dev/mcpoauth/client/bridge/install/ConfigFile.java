package dev.mcpoauth.client.bridge.install;

import dev.mcpoauth.transport.json.Json;
import dev.mcpoauth.transport.json.JsonException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A host's configuration file, as it was read. Immutable. */
public final class ConfigFile {
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final Path file;
    private final String text;

    private ConfigFile(Path file, String text) {
        this.file = file;
        this.text = text;
    }

    /**
     * Reads the file; one that is not there counts as empty.
     *
     * @throws IOException if it cannot be read, or is not UTF-8
     */
    public static ConfigFile read(Path file) throws IOException {
        Path real = Files.exists(file) ? file.toRealPath() : file; // A link to the file is left as it is.
        try {
            return new ConfigFile(real, Files.exists(real) ? Files.readString(real) : "");
        } catch (CharacterCodingException e) {
            throw new IOException(real + " is not UTF-8 and is left alone", e);
        }
    }

    /** Where it is. */
    public Path path() {
        return file;
    }

    /** Whether these characters are anywhere in it. */
    boolean mentions(String words) {
        return text.contains(words);
    }

    /**
     * What the file will say with this entry.
     *
     * @throws IOException if the file is not JSON, or has something else where the servers should be
     */
    public Change put(String section, String name, Json entry) throws IOException {
        return change(edit -> edit.put(section, name, entry));
    }

    /**
     * What the file will say without this entry.
     *
     * @throws IOException as {@link #put} does
     */
    public Change remove(String section, String name) throws IOException {
        return text.isBlank() ? new Change(text) : change(edit -> edit.remove(section, name));
    }

    private Change change(Edit edit) throws IOException {
        String mark = text.startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK : "";
        String json = text.substring(mark.length());
        try {
            return new Change(mark + edit.apply(JsonEdit.of(json)));
        } catch (JsonException | IllegalArgumentException e) {
            throw new IOException(file + " cannot be edited and is left alone: " + e.getMessage(), e);
        }
    }

    @FunctionalInterface
    private interface Edit {
        String apply(JsonEdit edit);
    }

    /** The file as it would be. */
    public final class Change {
        private final String next;

        private Change(String next) {
            this.next = next;
        }

        /** Whether the file already says so. */
        public boolean isNone() {
            return next.equals(text);
        }

        /** The lines that come and go, with those around them. */
        public String diff() {
            return LineDiff.between(text, next);
        }

        /**
         * Writes the file in one step, after a copy of what it was beside it ({@code .bak}).
         *
         * @throws IOException if it has been changed meanwhile, or cannot be written
         */
        public void make() throws IOException {
            if (!read(file).text.equals(text)) {
                throw new IOException(file + " has been changed meanwhile; try again");
            }
            if (Files.exists(file)) {
                Files.copy(
                        file,
                        file.resolveSibling(file.getFileName() + ".bak"),
                        StandardCopyOption.REPLACE_EXISTING,
                        StandardCopyOption.COPY_ATTRIBUTES);
            }
            Whole.write(file, next);
        }
    }
}
