package dev.mcpoauth.transport.stdio;

import dev.mcpoauth.transport.jsonrpc.JsonRpcCodec;
import dev.mcpoauth.transport.jsonrpc.JsonRpcException;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Reads messages, one per line (stdio transport of every revision). Empty lines are skipped. Used by one thread. */
public final class MessageReader {

    private final LineReader lines;
    private final JsonRpcCodec codec;
    private int lineBytes;

    /** Reads lines of at most {@code maxLineBytes}. */
    public MessageReader(InputStream in, JsonRpcCodec codec, int maxLineBytes) {
        this.lines = new LineReader(in, maxLineBytes);
        this.codec = codec;
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
        Optional<byte[]> line = lines.read();
        lineBytes = line.map(bytes -> bytes.length).orElse(0);
        return line.map(codec::read);
    }

    /** How long the line was that was read last, without its end. */
    public int lineBytes() {
        return lineBytes;
    }
}
