package dev.mcpoauth.transport.container;

import jakarta.servlet.ServletContext;
import java.net.URI;
import java.util.function.Consumer;

/**
 * A servlet container that runs on a free port of 127.0.0.1. Which one it is says the system property
 * {@code mcp.container}: {@code jetty}, the default, or {@code tomcat}.
 */
public interface Container extends AutoCloseable {

    /** As many threads as the container has by default. */
    int DEFAULT_THREADS = 0;

    /** Starts with default threads. */
    static Container start(Consumer<ServletContext> application) {
        return start(application, DEFAULT_THREADS);
    }

    /**
     * Starts.
     *
     * @param application adds servlets and filters
     * @param threads how many serve requests and look after connections, at most
     */
    static Container start(Consumer<ServletContext> application, int threads) {
        String name = System.getProperty("mcp.container", "jetty");
        try {
            return switch (name) {
                case "jetty" -> JettyContainer.started(application, threads);
                case "tomcat" -> TomcatContainer.started(application, threads);
                default -> throw new IllegalArgumentException("no container has the name " + name);
            };
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(name, e);
        }
    }

    int port();

    /** Threads that do something for a request right now. */
    int busyThreads();

    default URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port() + path);
    }

    /** Stops, and destroys the application's servlets. May be repeated. */
    @Override
    void close();
}
