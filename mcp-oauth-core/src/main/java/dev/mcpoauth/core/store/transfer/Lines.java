package dev.mcpoauth.core.store.transfer;

import dev.mcpoauth.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** JSON objects, one per line, each of a bounded length. A failure names its line, never what is in it. */
final class Lines {
    private final BufferedReader reader;
    private final int maxLength;
    private long number;

    Lines(BufferedReader reader, int maxLength) {
        this.reader = reader;
        this.maxLength = maxLength;
    }

    JsonObject next() throws IOException {
        number++;
        String line = readLine();
        return reading(line, JsonObject::parse);
    }

    private String readLine() throws IOException {
        var line = new StringBuilder();
        int next = reader.read();
        while (next >= 0 && next != '\n') {
            if (line.length() == maxLength) {
                throw failure("longer than " + maxLength + " characters", null);
            }
            line.append((char) next);
            next = reader.read();
        }
        if (next < 0) {
            throw failure("the export was cut short", null);
        }
        return line.toString();
    }

    /** What {@code reading} makes of a part of the current line. */
    <S, T> T reading(S part, Function<S, T> reading) throws IOException {
        try {
            return reading.apply(part);
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw failure("can not be read", e);
        }
    }

    IOException failure(String what, @Nullable Exception cause) {
        return new IOException("line " + number + ": " + what, cause);
    }
}
