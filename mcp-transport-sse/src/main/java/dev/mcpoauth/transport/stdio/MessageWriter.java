package dev.mcpoauth.transport.stdio;

import dev.mcpoauth.transport.json.Json;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/** Writes messages, one per line, each whole and at once. Thread-safe. */
public final class MessageWriter implements AutoCloseable {

    private final OutputStream out;

    /** Writes to this stream. */
    public MessageWriter(OutputStream out) {
        this.out = out;
    }

    /** Writes and flushes one message. */
    public void write(JsonRpcMessage message) throws IOException {
        byte[] line = line(message.toJson());
        synchronized (out) {
            out.write(line);
            out.flush();
        }
    }

    /** JSON as a line: written compactly, it has no line ends of its own. */
    static byte[] line(Json json) {
        byte[] text = json.toBytes();
        byte[] line = Arrays.copyOf(text, text.length + 1);
        line[text.length] = '\n';
        return line;
    }

    /** Closes the stream, which tells the other end that nothing more comes. */
    @Override
    public void close() throws IOException {
        out.close();
    }
}
