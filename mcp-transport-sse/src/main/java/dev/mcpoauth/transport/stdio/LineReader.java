package dev.mcpoauth.transport.stdio;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Reads lines of bounded length; empty ones are skipped. Used by one thread. */
final class LineReader {

    private final InputStream in;
    private final int maxLineBytes;
    private boolean insideLongLine;

    LineReader(InputStream in, int maxLineBytes) {
        if (maxLineBytes < 1) throw new IllegalArgumentException("maxLineBytes must be positive: " + maxLineBytes);
        this.in = new BufferedInputStream(in, 1 << 16);
        this.maxLineBytes = maxLineBytes;
    }

    /**
     * The next line without its end; empty at the end of the stream. A last line without its end is none.
     *
     * @throws LineTooLongException if the line is too long, as soon as it is; the next call skips its rest
     */
    Optional<byte[]> read() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next >= 0; next = in.read()) {
            if (next != '\n') append(line, next);
            else if (insideLongLine) insideLongLine = false;
            else if (isBlank(line)) line.reset();
            else return Optional.of(line.toByteArray());
        }
        return Optional.empty();
    }

    private void append(ByteArrayOutputStream line, int next) throws LineTooLongException {
        if (insideLongLine) return;
        if (line.size() == maxLineBytes) {
            insideLongLine = true;
            throw new LineTooLongException(maxLineBytes);
        }
        line.write(next);
    }

    /** Windows programs end their lines with CR LF; a lone CR is no message either. */
    private static boolean isBlank(ByteArrayOutputStream line) {
        return line.size() < 2 && line.toString(StandardCharsets.UTF_8).isBlank();
    }
}
