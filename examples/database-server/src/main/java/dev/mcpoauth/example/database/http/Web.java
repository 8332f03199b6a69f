package dev.mcpoauth.example.database.http;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Jetty server. The port is taken first, so that what is served can know it; requests that arrive before {@link #start}
 * wait. Stopping takes no new requests and lets the running ones finish within a time.
 */
public final class Web implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Web.class);

    // Larger than any limit of the library, whose refusals say more than the container's.
    private static final int HEADER_BYTES = 64 * 1024;
    private static final long TICK_MILLIS = 100;
    private static final Duration IDLE = Duration.ofMinutes(2);

    private final Server server;
    private final int port;
    private final Duration drain;
    private final GracefulHandler running = new GracefulHandler();
    private final List<Runnable> beforeWaiting = new ArrayList<>();

    private Web(Server server, int port, Duration drain) {
        this.server = server;
        this.port = port;
        this.drain = drain;
    }

    /**
     * Takes a port.
     *
     * @param host a name or address; of a name, all addresses
     * @param port 0 for any free one
     * @param drain how long running requests may take when the server stops
     * @throws IOException if the port is taken or the host is not of this machine
     */
    public static Web bind(String host, int port, Duration drain) throws IOException {
        Server server = new Server(new QueuedThreadPool(64, 4));
        server.setErrorHandler(new PlainErrors());
        return new Web(server, open(server, host, port), drain);
    }

    private static int open(Server server, String host, int port) throws IOException {
        int bound = port;
        List<IOException> failures = new ArrayList<>();
        for (InetAddress address : InetAddress.getAllByName(host)) {
            ServerConnector connector = connector(server, address.getHostAddress(), bound);
            try {
                connector.open();
                bound = connector.getLocalPort();
                server.addConnector(connector);
            } catch (IOException e) {
                // A name often has an IPv6 address where the machine has no IPv6.
                LOG.debug("Cannot listen on {}", address, e);
                failures.add(e);
            }
        }
        if (server.getConnectors().length > 0) return bound;
        IOException first = failures.get(0);
        Throwable cause = first.getCause() == null ? first : first.getCause();
        throw new IOException("cannot listen on " + host + ":" + port + ": " + cause.getMessage(), first);
    }

    private static ServerConnector connector(Server server, String address, int port) {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setRequestHeaderSize(HEADER_BYTES);
        ServerConnector connector = new ServerConnector(server, new HttpConnectionFactory(http));
        connector.setHost(address);
        connector.setPort(port);
        connector.setIdleTimeout(IDLE.toMillis());
        return connector;
    }

    /** The port that was taken. */
    public int port() {
        return port;
    }

    /**
     * Serves what is added to this context.
     *
     * @param endStreams ends responses that have no end of their own; called when the server stops and takes no requests
     *     any more
     */
    public void start(Consumer<ServletContextHandler> content, Runnable endStreams) throws Exception {
        ServletContextHandler context = new ServletContextHandler(ServletContextHandler.NO_SESSIONS);
        content.accept(context);
        context.setErrorHandler(new PlainErrors());
        running.setHandler(context);
        beforeWaiting.add(endStreams);
        server.setHandler(running);
        server.start();
    }

    /** Takes no new requests, waits for the running ones within the time given at the start, and stops. */
    @Override
    public void close() {
        // Not by the server's own graceful stop: it also waits for idle connections, and shortens the time of busy
        // ones.
        for (Connector connector : server.getConnectors()) ((ServerConnector) connector).close();
        if (!finish(running.shutdown())) LOG.warn("Requests were still running after {} ms", drain.toMillis());
        LifeCycle.stop(server);
    }

    private boolean finish(CompletableFuture<Void> requests) {
        long deadline = System.nanoTime() + drain.toNanos();
        while (!requests.isDone() && System.nanoTime() < deadline) {
            // Again and again: a request that was let in at the last moment may open a stream only now.
            beforeWaiting.forEach(Runnable::run);
            try {
                requests.get(TICK_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException | ExecutionException e) {
                LOG.debug("Requests are running", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return requests.isDone();
    }
}
