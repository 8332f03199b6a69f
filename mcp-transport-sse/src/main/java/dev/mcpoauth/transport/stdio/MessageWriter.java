package dev.mcpoauth.transport.stdio;

import dev.mcpoauth.transport.jsonrpc.JsonRpcCodec;
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
        byte[] json = JsonRpcCodec.DEFAULT.write(message);
        byte[] line = Arrays.copyOf(json, json.length + 1);
        line[json.length] = '\n';
        synchronized (out) {
            out.write(line);
            out.flush();
        }
    }

    /** Closes the stream, which tells the other end that nothing more comes. */
    @Override
    public void close() throws IOException {
        out.close();
    }
}
