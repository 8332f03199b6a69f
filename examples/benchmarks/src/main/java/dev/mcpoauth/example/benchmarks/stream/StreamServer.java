package dev.mcpoauth.example.benchmarks.stream;

import dev.mcpoauth.transport.server.McpServer;
import dev.mcpoauth.transport.server.ToolDefinition;
import dev.mcpoauth.transport.server.ToolResult;
import dev.mcpoauth.transport.servlet.McpServlet;
import dev.mcpoauth.transport.servlet.McpServletSettings;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * The server of the stream runs: the MCP servlet and a bare one that does the least with the same bytes. Prints its port,
 * then answers each line of standard input with one, and ends with it.
 */
public final class StreamServer {
    /** What the container may use for everything: accepting, selecting and eight requests at once. */
    private static final int CONTAINER_THREADS = 10;

    private static final int STREAM_BUFFER = 4096;
    private static final int ACCEPT_QUEUE = 1024;
    private static final int MAX_STREAMS = 20_000;
    private static final ToolDefinition EXTRA = ToolDefinition.builder("extra").build();

    private final McpServer mcp = McpServer.builder("streams", "1")
            .tool(ToolDefinition.builder("nap").build(), (arguments, call) -> {
                TimeUnit.SECONDS.sleep(1);
                return ToolResult.text("rested");
            })
            .build();
    private final Bare bare = new Bare();
    private boolean extra;

    private StreamServer() {}

    /** Serves until standard input ends. */
    public static void main(String[] args) throws Exception {
        new StreamServer().run();
    }

    private void run() throws Exception {
        Server server = new Server(new QueuedThreadPool(CONTAINER_THREADS));
        ServerConnector connector = new ServerConnector(server, 1, 1);
        connector.setHost("127.0.0.1");
        connector.setAcceptQueueSize(ACCEPT_QUEUE);
        connector.setIdleTimeout(TimeUnit.MINUTES.toMillis(10));
        server.addConnector(connector);
        McpServlet servlet = new McpServlet(
                mcp,
                McpServletSettings.builder()
                        .maxStreams(MAX_STREAMS)
                        .maxSessions(MAX_STREAMS)
                        .build());
        ServletContextHandler context = new ServletContextHandler();
        context.addServletContainerInitializer((classes, web) -> {
            servlet.mount(web, "/mcp");
            var registration = web.addServlet("bare", bare);
            registration.setAsyncSupported(true);
            registration.addMapping("/bare");
        });
        server.setHandler(context);
        server.start();
        System.out.println(connector.getLocalPort());
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String command = commands.readLine(); command != null; command = commands.readLine()) {
            System.out.println(answer(command));
        }
        server.stop();
    }

    private String answer(String command) {
        // The monotonic clock of the system is the same for all processes.
        long now = System.nanoTime();
        switch (command) {
            case "bare" -> bare.broadcast();
            case "mcp" -> change();
            default -> {
                return figures();
            }
        }
        return Long.toString(now);
    }

    private void change() {
        extra = !extra;
        if (extra) mcp.addTool(EXTRA, (arguments, call) -> ToolResult.text(""));
        else mcp.removeTool("extra");
    }

    private static String figures() {
        var memory = ManagementFactory.getMemoryMXBean();
        memory.gc();
        memory.gc();
        return memory.getHeapMemoryUsage().getUsed() + " "
                + ManagementFactory.getThreadMXBean().getThreadCount();
    }

    /** Streams of a servlet that knows nothing: no bound, no queue, no protocol. */
    private static final class Bare extends HttpServlet {
        private static final long serialVersionUID = 1L;
        private static final byte[] EVENT = ("data: {\"jsonrpc\":\"2.0\",\"method\":"
                        + "\"notifications/tools/list_changed\"}\n\n")
                .getBytes(StandardCharsets.UTF_8);
        private static final byte[] HELLO = ": acknowledged\n\n".getBytes(StandardCharsets.UTF_8);
        private final transient Queue<AsyncContext> open = new ConcurrentLinkedQueue<>();

        @Override
        protected void doPost(HttpServletRequest in, HttpServletResponse out) throws IOException {
            in.getInputStream().readAllBytes();
            out.setBufferSize(STREAM_BUFFER);
            out.setContentType("text/event-stream");
            AsyncContext async = in.startAsync();
            async.setTimeout(0);
            write(async, HELLO);
            open.add(async);
        }

        void broadcast() {
            for (AsyncContext async : open) write(async, EVENT);
        }

        private void write(AsyncContext async, byte[] bytes) {
            try {
                var stream = async.getResponse().getOutputStream();
                stream.write(bytes);
                stream.flush();
            } catch (IOException e) {
                open.remove(async);
            }
        }
    }
}
