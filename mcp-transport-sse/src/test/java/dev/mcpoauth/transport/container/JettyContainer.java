package dev.mcpoauth.transport.container;

import jakarta.servlet.ServletContext;
import java.util.function.Consumer;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** Jetty 12. */
record JettyContainer(Server server, ServerConnector connector, QueuedThreadPool threads) implements Container {

    static JettyContainer started(Consumer<ServletContext> application, int threads) throws Exception {
        QueuedThreadPool pool = threads == DEFAULT_THREADS ? new QueuedThreadPool() : new QueuedThreadPool(threads);
        Server server = new Server(pool);
        ServerConnector connector = new ServerConnector(server, 1, 1);
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        ServletContextHandler context = new ServletContextHandler();
        context.addServletContainerInitializer((classes, servlets) -> application.accept(servlets));
        server.setHandler(context);
        server.start();
        return new JettyContainer(server, connector, pool);
    }

    @Override
    public int port() {
        return connector.getLocalPort();
    }

    @Override
    public int busyThreads() {
        // The accepting and selecting threads are in use for as long as the container runs.
        return threads.getBusyThreads() - 2;
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
