package dev.mcpoauth.transport.stdio;

import dev.mcpoauth.transport.jsonrpc.ErrorCode;
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
     * @throws JsonRpcException if the line is no message or too long; the next call reads the next line
     * @throws IOException if the stream fails
     */
    public Optional<JsonRpcMessage> read() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next >= 0; next = in.read()) {
            if (next != '\n' && line.size() == maxLineBytes) throw tooLong();
            else if (next != '\n') line.write(next);
            else if (isBlank(line)) line.reset();
            else return Optional.of(codec.read(line.toByteArray()));
        }
        return Optional.empty();
    }

    /** What is too long is read to its end and not kept. */
    private JsonRpcException tooLong() throws IOException {
        for (int next = in.read(); next >= 0 && next != '\n'; ) next = in.read();
        return new JsonRpcException(
                ErrorCode.INVALID_REQUEST, "a message must not be longer than " + maxLineBytes + " bytes");
    }

    /** Windows programs end their lines with CR LF; a lone CR is no message either. */
    private static boolean isBlank(ByteArrayOutputStream line) {
        return line.size() < 2
                && line.toString(java.nio.charset.StandardCharsets.UTF_8).isBlank();
    }
}
