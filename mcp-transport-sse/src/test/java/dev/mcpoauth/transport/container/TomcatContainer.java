package dev.mcpoauth.transport.container;

import jakarta.servlet.ServletContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.LifecycleState;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.threads.ThreadPoolExecutor;

/** Tomcat 11 with its own defaults, except for what it keeps of past connections. */
record TomcatContainer(Tomcat tomcat, Connector connector, Path folder) implements Container {

    /** Buffers of past connections; of fewer than usual, or they would hide what a test measures on the heap. */
    private static final String KEPT = "16";

    static TomcatContainer started(Consumer<ServletContext> application, int threads) throws Exception {
        Path folder = Files.createTempDirectory("tomcat-");
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(folder.toString());
        tomcat.setHostname("127.0.0.1");
        tomcat.setPort(0);
        Connector connector = tomcat.getConnector();
        connector.setProperty("address", "127.0.0.1");
        List.of("processorCache", "socket.processorCache", "socket.bufferPool")
                .forEach(cache -> connector.setProperty(cache, KEPT));
        if (threads != DEFAULT_THREADS) connector.setProperty("maxThreads", String.valueOf(threads));
        Context context = tomcat.addContext("", null);
        context.addServletContainerInitializer((classes, servlets) -> application.accept(servlets), Set.of());
        tomcat.start();
        return new TomcatContainer(tomcat, connector, folder);
    }

    @Override
    public int port() {
        return connector.getLocalPort();
    }

    @Override
    public int busyThreads() {
        return ((ThreadPoolExecutor) connector.getProtocolHandler().getExecutor()).getActiveCount();
    }

    @Override
    public void close() {
        if (tomcat.getServer().getState() == LifecycleState.DESTROYED) return;
        try {
            tomcat.stop();
            tomcat.destroy();
            delete(folder);
        } catch (LifecycleException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
        }
    }
}
