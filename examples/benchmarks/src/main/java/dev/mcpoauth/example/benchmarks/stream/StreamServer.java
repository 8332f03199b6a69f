package dev.mcpoauth.example.benchmarks.stream;

import dev.mcpoauth.example.benchmarks.load.Container;
import dev.mcpoauth.transport.server.McpServer;
import dev.mcpoauth.transport.server.ToolDefinition;
import dev.mcpoauth.transport.server.ToolResult;
import dev.mcpoauth.transport.servlet.McpServlet;
import dev.mcpoauth.transport.servlet.McpServletSettings;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/**
 * The server of the stream runs: the MCP servlet at {@code /mcp} and a bare one at {@code /bare} that does the least with the same bytes. A GET of
 * {@code /mcp-broadcast} or {@code /bare-broadcast} tells all streams. {@code StreamServer PORT}; ends with its standard input.
 */
public final class StreamServer {
    /** What the container may use for everything: accepting, selecting and eight requests at once. */
    private static final int CONTAINER_THREADS = 10;

    private static final int STREAM_BUFFER = 4096;
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
        StreamServer parts = new StreamServer();
        Container.serve(Integer.parseInt(args[0]), CONTAINER_THREADS, parts::mount);
    }

    private void mount(ServletContext web) {
        McpServletSettings settings = McpServletSettings.builder()
                .maxStreams(MAX_STREAMS)
                .maxSessions(MAX_STREAMS)
                .build();
        new McpServlet(mcp, settings).mount(web, "/mcp");
        var registration = web.addServlet("bare", bare);
        registration.setAsyncSupported(true);
        registration.addMapping("/bare");
        Container.answer(web, "/bare-broadcast", bare::broadcast);
        Container.answer(web, "/mcp-broadcast", this::change);
    }

    private synchronized long change() {
        extra = !extra;
        if (extra) mcp.addTool(EXTRA, (arguments, call) -> ToolResult.text(""));
        else mcp.removeTool("extra");
        return 1;
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

        long broadcast() {
            for (AsyncContext async : open) write(async, EVENT);
            return 1;
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
