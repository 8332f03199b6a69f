package dev.mcpoauth.transport.stdio;

import dev.mcpoauth.transport.client.ClientTransport.Listener;
import dev.mcpoauth.transport.jsonrpc.JsonRpcCodec;
import dev.mcpoauth.transport.jsonrpc.JsonRpcException;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running server: its process, the thread that reads what it says, and its orderly end. */
final class ServerProcess implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ServerProcess.class);

    private final Process process;
    private final MessageWriter writer;
    private final StdioSettings settings;
    private volatile boolean spoke;
    private volatile boolean ended;
    private volatile boolean closing;

    private ServerProcess(Process process, StdioSettings settings) {
        this.process = process;
        this.settings = settings;
        this.writer = new MessageWriter(process.getOutputStream());
    }

    static ServerProcess start(StdioSettings settings, Listener listener) throws IOException {
        Process process = settings.processBuilder().start();
        ServerProcess server = new ServerProcess(process, settings);
        Thread reader = new Thread(() -> server.read(listener), "mcp-stdio-client");
        reader.setDaemon(true);
        reader.start();
        return server;
    }

    void write(JsonRpcMessage message) throws IOException {
        if (ended) throw new IOException("the server process has ended its output");
        writer.write(message);
    }

    /** Whether answers can come: a process closes its output a moment before it is gone. */
    boolean isAlive() {
        return !ended && process.isAlive();
    }

    /** Whether it has ever said anything: one that dies before is not worth a restart. */
    boolean spoke() {
        return spoke;
    }

    private void read(Listener listener) {
        IOException cause = new IOException("the server process has ended its output");
        try {
            MessageReader reader =
                    new MessageReader(process.getInputStream(), JsonRpcCodec.DEFAULT, settings.maxLineBytes());
            while (readOne(reader, listener)) spoke = true;
        } catch (IOException e) {
            cause = e;
        }
        ended = true;
        if (!closing) listener.onClosed(cause);
    }

    private static boolean readOne(MessageReader reader, Listener listener) throws IOException {
        try {
            Optional<JsonRpcMessage> message = reader.read();
            message.ifPresent(listener::onMessage);
            return message.isPresent();
        } catch (JsonRpcException e) {
            log.warn("The server wrote a line that is no JSON-RPC message: {}", e.getMessage());
            return true;
        }
    }

    /** Closes its input, waits, asks it to terminate, waits, kills it (stdio transport, "Shutdown"). */
    @Override
    public void close() {
        closing = true;
        try {
            writer.close();
        } catch (IOException alreadyGone) {
            log.debug("The input of the server process was closed already");
        }
        try {
            if (isGone()) return;
            process.destroy();
            if (isGone()) return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
    }

    private boolean isGone() throws InterruptedException {
        return process.waitFor(settings.exitTimeout().toMillis(), TimeUnit.MILLISECONDS);
    }
}
