package dev.mcpoauth.example.benchmarks.load;

import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** Jetty as all servers of a comparison have it: one acceptor, one selector, no access log. */
public final class Container {
    private static final int ACCEPT_QUEUE = 1024;

    private Container() {}

    /**
     * Serves on 127.0.0.1 until standard input ends. A GET of {@code /heap} answers the heap in use, in bytes, after a
     * collection.
     */
    public static void serve(int port, int threads, Consumer<ServletContext> application) throws Exception {
        Server server = new Server(new QueuedThreadPool(threads));
        ServerConnector connector = new ServerConnector(server, 1, 1);
        connector.setHost("127.0.0.1");
        connector.setPort(port);
        connector.setAcceptQueueSize(ACCEPT_QUEUE);
        connector.setIdleTimeout(TimeUnit.MINUTES.toMillis(10));
        server.addConnector(connector);
        ServletContextHandler context = new ServletContextHandler();
        context.addServletContainerInitializer((classes, web) -> {
            answer(web, "/heap", Container::heap);
            application.accept(web);
        });
        server.setHandler(context);
        server.start();
        while (System.in.read() >= 0) {
            // only its end means anything
        }
        server.stop();
    }

    /** Adds a servlet that answers with what this returns. */
    public static void answer(ServletContext web, String path, Answer answer) {
        web.addServlet(path, new Answering(answer)).addMapping(path);
    }

    private static long heap() {
        var memory = ManagementFactory.getMemoryMXBean();
        memory.gc();
        memory.gc();
        return memory.getHeapMemoryUsage().getUsed();
    }

    /** A number to answer with. */
    @FunctionalInterface
    public interface Answer {
        long now();
    }

    private static final class Answering extends HttpServlet {
        private static final long serialVersionUID = 1L;
        private final transient Answer answer;

        private Answering(Answer answer) {
            this.answer = answer;
        }

        @Override
        protected void doGet(HttpServletRequest in, HttpServletResponse out) throws IOException {
            out.getWriter().print(answer.now());
        }
    }
}
