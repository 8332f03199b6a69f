package dev.mcpoauth.transport.stdio;

import dev.mcpoauth.transport.jsonrpc.JsonRpcCodec;
import dev.mcpoauth.transport.jsonrpc.JsonRpcException;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Reads messages, one per line (stdio transport of every revision). Empty lines are skipped. Used by one thread. */
public final class MessageReader {

    private final InputStream in;
    private final JsonRpcCodec codec;
    private final int maxLineBytes;
    private boolean insideLongLine;

    /** Reads lines of at most {@code maxLineBytes}. */
    public MessageReader(InputStream in, JsonRpcCodec codec, int maxLineBytes) {
        if (maxLineBytes < 1) throw new IllegalArgumentException("maxLineBytes must be positive: " + maxLineBytes);
        this.in = new BufferedInputStream(in, 1 << 16);
        this.codec = codec;
        this.maxLineBytes = maxLineBytes;
    }

    /**
     * The next message; empty at the end of the stream. A last line without its end is no message.
     *
     * @throws JsonRpcException if the line is no message; the next call reads the next line
     * @throws LineTooLongException if the line is too long, as soon as it is; the next call skips its rest and reads the
     *     next line
     * @throws IOException if the stream fails
     */
    public Optional<JsonRpcMessage> read() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next >= 0; next = in.read()) {
            if (next != '\n') append(line, next);
            else if (insideLongLine) insideLongLine = false;
            else if (isBlank(line)) line.reset();
            else return Optional.of(codec.read(line.toByteArray()));
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
        return line.size() < 2
                && line.toString(java.nio.charset.StandardCharsets.UTF_8).isBlank();
    }
}
