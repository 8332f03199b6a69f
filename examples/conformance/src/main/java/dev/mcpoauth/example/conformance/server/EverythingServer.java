package dev.mcpoauth.example.conformance.server;

import dev.mcpoauth.transport.servlet.McpServlet;
import dev.mcpoauth.transport.servlet.McpServletSettings;
import dev.mcpoauth.transport.stdio.StdioServer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/**
 * {@code everything-server.jar --port N} serves http://127.0.0.1:N/mcp until it is stopped, with {@code --sse-era} to
 * clients of HTTP with SSE as well, with {@code --heartbeat MILLIS} noticing sooner that a client has gone; {@code --stdio}
 * serves the client that started it.
 */
public final class EverythingServer {

    private static final String DEFAULT_PORT = "3000";
    private static final String PORT = "--port";
    private static final String SSE_ERA = "--sse-era";
    private static final String HEARTBEAT = "--heartbeat";
    private static final Set<String> WITH_VALUE = Set.of(PORT, HEARTBEAT);

    private EverythingServer() {}

    /** Starts the server. */
    public static void main(String[] arguments) throws Exception {
        List<String> words = List.of(arguments);
        if (words.equals(List.of("--stdio"))) {
            StdioServer.of(Everything.server()).build().run();
            return;
        }
        Map<String, String> flags = flags(words.iterator());
        Server jetty = new Server();
        ServerConnector connector = new ServerConnector(jetty);
        connector.setHost("127.0.0.1");
        connector.setPort(Integer.parseInt(flags.getOrDefault(PORT, DEFAULT_PORT)));
        jetty.addConnector(connector);
        ServletContextHandler context = new ServletContextHandler();
        ServletHolder servlet = new ServletHolder(new McpServlet(Everything.server(), settings(flags)));
        servlet.setAsyncSupported(true);
        context.addServlet(servlet, "/mcp");
        jetty.setHandler(context);
        jetty.setStopAtShutdown(true);
        jetty.start();
        System.out.println("Serving " + jetty.getURI().resolve("/mcp"));
        jetty.join();
    }

    private static McpServletSettings settings(Map<String, String> flags) {
        McpServletSettings.Builder settings = McpServletSettings.builder();
        if (flags.containsKey(SSE_ERA)) settings.serveSseEra();
        if (flags.containsKey(HEARTBEAT)) {
            settings.heartbeat(Duration.ofMillis(Long.parseLong(flags.get(HEARTBEAT))));
        }
        return settings.build();
    }

    private static Map<String, String> flags(Iterator<String> words) {
        Map<String, String> flags = new HashMap<>();
        while (words.hasNext()) {
            String flag = words.next();
            boolean known = flag.equals(SSE_ERA) || (WITH_VALUE.contains(flag) && words.hasNext());
            if (!known) {
                throw new IllegalArgumentException(
                        "usage: everything-server.jar [--port N] [--sse-era] [--heartbeat MILLIS] | --stdio");
            }
            flags.put(flag, flag.equals(SSE_ERA) ? "" : words.next());
        }
        return flags;
    }
}
