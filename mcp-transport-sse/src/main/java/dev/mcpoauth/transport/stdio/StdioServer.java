package dev.mcpoauth.transport.stdio;

import dev.mcpoauth.transport.refusal.RefusalListener;
import dev.mcpoauth.transport.server.ChangeBus;
import dev.mcpoauth.transport.server.McpServer;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Serves an {@link McpServer} to the one client that started this process, over its standard streams: the stateless era
 * (2026-07-28) and the session era (2024-11-05 to 2025-11-25), by how the client opens.
 *
 * <pre>{@code
 * StdioServer.of(server).build().run();
 * }</pre>
 *
 * <p>Handlers never run on the thread that reads, so that a client can always cancel. There is nobody to authenticate:
 * handlers see no caller. Immutable and thread-safe.
 */
public final class StdioServer {

    private final McpServer server;
    private final StdioServerSettings settings;

    private StdioServer(McpServer server, StdioServerSettings settings) {
        this.server = server;
        this.settings = settings;
    }

    /** Starts with safe defaults. */
    public static Builder of(McpServer server) {
        return new Builder(server);
    }

    /**
     * Serves the standard streams of this process until the client closes its end or the process is told to terminate, and
     * a bounded time longer for what is under way.
     *
     * <p>Meanwhile {@code System.out} leads to {@code System.err}, because standard output carries nothing but messages,
     * and {@code System.in} is empty.
     *
     * @throws InterruptedException if this thread is interrupted, which ends serving
     */
    public void run() throws InterruptedException {
        InputStream in = System.in;
        PrintStream out = System.out;
        CountDownLatch over = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1);
        Thread hook = new Thread(() -> terminate(over, done), "mcp-stdio-shutdown");
        Runtime.getRuntime().addShutdownHook(hook);
        System.setOut(System.err);
        System.setIn(InputStream.nullInputStream());
        try {
            // Not System.out itself: a PrintStream does not tell when nobody reads any more.
            serve(in, new FileOutputStream(FileDescriptor.out), over);
        } finally {
            done.countDown();
            System.setOut(out);
            System.setIn(in);
            forget(hook);
        }
    }

    /** Whoever terminates this process lets the client know that it was meant. */
    private void terminate(CountDownLatch over, CountDownLatch done) {
        over.countDown();
        try {
            boolean ended = done.await(4 * settings.exitTimeout().toMillis(), TimeUnit.MILLISECONDS);
            if (!ended) System.err.println("MCP server terminated before it ended");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException terminating) {
            // It is running, and waits for this method to return.
        }
    }

    /**
     * Serves a client over these streams, such as those of a socket, until its end of the input, and a bounded time longer
     * for what is under way. Closes neither.
     *
     * @throws InterruptedException if this thread is interrupted, which ends serving
     */
    public void serve(InputStream in, OutputStream out) throws InterruptedException {
        serve(in, out, new CountDownLatch(1));
    }

    private void serve(InputStream in, OutputStream out, CountDownLatch over) throws InterruptedException {
        Outbox outbox = Outbox.to(out, settings.maxQueuedBytes(), over::countDown);
        Conversation conversation = new Conversation(server, settings, outbox, over::countDown);
        ChangeBus.Subscription changes = server.changes().subscribe(conversation::tell);
        // A thread of its own, because nothing can interrupt it while the client says nothing.
        Incoming incoming = new Incoming(in, settings, conversation, outbox);
        Thread reader = new Thread(
                () -> {
                    incoming.readAll();
                    over.countDown();
                },
                "mcp-stdio-reader");
        reader.setDaemon(true);
        try {
            reader.start();
            over.await();
            changes.close();
            conversation.end();
        } finally {
            changes.close();
            conversation.abandon();
            outbox.close();
        }
    }

    /** Collects settings. Used by one thread. */
    public static final class Builder {

        private final McpServer server;
        private int maxLineBytes = 4 << 20;
        private int maxJsonDepth = 64;
        private long maxQueuedBytes = 16 << 20;
        private int maxConcurrentCalls = 64;
        private int maxSubscriptions = 100;
        private Duration answerTimeout = Duration.ofMinutes(5);
        private Duration exitTimeout = Duration.ofSeconds(1);
        private RefusalListener refusals = RefusalListener.SLF4J;

        private Builder(McpServer server) {
            this.server = server;
        }

        /** Longest line; 4 MiB by default. A longer one is refused and skipped. */
        public Builder maxLineBytes(int bytes) {
            maxLineBytes = positive(bytes, "maxLineBytes");
            return this;
        }

        /** Deepest nesting of a message; 64 by default. */
        public Builder maxJsonDepth(int levels) {
            maxJsonDepth = positive(levels, "maxJsonDepth");
            return this;
        }

        /**
         * Most bytes that wait for a client which does not read; 16 MiB by default. Beyond that handlers wait, and a client
         * that has still more to be told is given up.
         */
        public Builder maxQueuedBytes(int bytes) {
            maxQueuedBytes = positive(bytes, "maxQueuedBytes");
            return this;
        }

        /** Most handlers that run at once; 64 by default. Beyond that requests are refused. */
        public Builder maxConcurrentCalls(int calls) {
            maxConcurrentCalls = positive(calls, "maxConcurrentCalls");
            return this;
        }

        /** Most subscriptions at once; 100 by default. */
        public Builder maxSubscriptions(int subscriptions) {
            maxSubscriptions = positive(subscriptions, "maxSubscriptions");
            return this;
        }

        /** How long the client may take to answer a question in the session era; 5 minutes by default. */
        public Builder answerTimeout(Duration wait) {
            answerTimeout = wait;
            return this;
        }

        /**
         * How long running calls, and after that the last messages, may take when the client has closed its end; one second
         * by default. What runs longer is cancelled.
         */
        public Builder exitTimeout(Duration wait) {
            exitTimeout = wait;
            return this;
        }

        /** Who hears of refusals; the log by default. */
        public Builder refusals(RefusalListener listener) {
            refusals = listener;
            return this;
        }

        private static int positive(int value, String name) {
            if (value < 1) throw new IllegalArgumentException(name + " must be positive: " + value);
            return value;
        }

        /** The server, which does nothing yet. */
        public StdioServer build() {
            return new StdioServer(
                    server,
                    new StdioServerSettings(
                            maxLineBytes,
                            maxJsonDepth,
                            maxQueuedBytes,
                            maxConcurrentCalls,
                            maxSubscriptions,
                            answerTimeout,
                            exitTimeout,
                            refusals));
        }
    }
}
