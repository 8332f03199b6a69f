package dev.mcpoauth.example.conformance.server;

import dev.mcpoauth.transport.server.ChangeBus;
import dev.mcpoauth.transport.server.McpServer;
import dev.mcpoauth.transport.servlet.McpServlet;
import dev.mcpoauth.transport.servlet.McpServletSettings;
import dev.mcpoauth.transport.shared.redis.RedisNodes;
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
import redis.clients.jedis.RedisClient;

/**
 * {@code everything-server.jar --port N} serves http://127.0.0.1:N/mcp until it is stopped, with {@code --sse-era} to
 * clients of HTTP with SSE as well, with {@code --heartbeat MILLIS} noticing sooner that a client has gone, with {@code --redis URL}
 * as one of several nodes; {@code --stdio} serves the client that started it.
 */
public final class EverythingServer {

    private static final String DEFAULT_PORT = "3000";
    private static final String PORT = "--port";
    private static final String SSE_ERA = "--sse-era";
    private static final String HEARTBEAT = "--heartbeat";
    private static final String REDIS = "--redis";
    private static final Set<String> WITH_VALUE = Set.of(PORT, HEARTBEAT, REDIS);
    /** All nodes of a test have to have the same, and nobody else needs to be kept out. */
    private static final byte[] STATE_KEY = new byte[32];

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
        ServletHolder servlet = new ServletHolder(servlet(flags));
        servlet.setAsyncSupported(true);
        context.addServlet(servlet, "/mcp");
        jetty.setHandler(context);
        jetty.setStopAtShutdown(true);
        jetty.start();
        System.out.println("Serving " + jetty.getURI().resolve("/mcp"));
        jetty.join();
    }

    private static McpServlet servlet(Map<String, String> flags) {
        McpServletSettings.Builder settings = settings(flags);
        if (!flags.containsKey(REDIS)) return new McpServlet(Everything.server(), settings.build());
        RedisClient redis = RedisClient.create(flags.get(REDIS));
        RedisNodes nodes = new RedisNodes(redis::eval);
        McpServer server =
                Everything.server(builder -> builder.stateKey(STATE_KEY).changes(ChangeBus.over(nodes.bus())));
        return new McpServlet(
                server, settings.sharedSessions(nodes.sharedSessions()).build());
    }

    private static McpServletSettings.Builder settings(Map<String, String> flags) {
        McpServletSettings.Builder settings = McpServletSettings.builder();
        if (flags.containsKey(SSE_ERA)) settings.serveSseEra();
        if (flags.containsKey(HEARTBEAT)) {
            settings.heartbeat(Duration.ofMillis(Long.parseLong(flags.get(HEARTBEAT))));
        }
        return settings;
    }

    private static Map<String, String> flags(Iterator<String> words) {
        Map<String, String> flags = new HashMap<>();
        while (words.hasNext()) {
            String flag = words.next();
            boolean known = flag.equals(SSE_ERA) || (WITH_VALUE.contains(flag) && words.hasNext());
            if (!known) {
                throw new IllegalArgumentException(
                        "usage: everything-server.jar [--port N] [--sse-era] [--heartbeat MILLIS] [--redis URL] | --stdio");
            }
            flags.put(flag, flag.equals(SSE_ERA) ? "" : words.next());
        }
        return flags;
    }
}
