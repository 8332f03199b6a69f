package dev.mcpoauth.example.conformance.server;

import dev.mcpoauth.transport.server.McpServer;
import dev.mcpoauth.transport.servlet.McpServlet;
import dev.mcpoauth.transport.servlet.McpServletSettings;
import dev.mcpoauth.transport.stdio.StdioServer;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/**
 * {@code everything-server.jar --port N} serves http://127.0.0.1:N/mcp until it is stopped, with {@code --sse-era} to
 * clients of HTTP with SSE as well; {@code --stdio} serves the client that started it.
 */
public final class EverythingServer {

    private static final int DEFAULT_PORT = 3000;
    private static final String SSE_ERA = "--sse-era";

    private EverythingServer() {}

    /** Starts the server. */
    public static void main(String[] arguments) throws Exception {
        if (List.of(arguments).equals(List.of("--stdio"))) {
            StdioServer.of(server()).build().run();
            return;
        }
        Server jetty = new Server();
        ServerConnector connector = new ServerConnector(jetty);
        connector.setHost("127.0.0.1");
        connector.setPort(port(arguments));
        jetty.addConnector(connector);
        ServletContextHandler context = new ServletContextHandler();
        ServletHolder servlet = new ServletHolder(new McpServlet(server(), settings(arguments)));
        servlet.setAsyncSupported(true);
        context.addServlet(servlet, "/mcp");
        jetty.setHandler(context);
        jetty.setStopAtShutdown(true);
        jetty.start();
        System.out.println("Serving " + jetty.getURI().resolve("/mcp"));
        jetty.join();
    }

    private static McpServletSettings settings(String[] arguments) {
        McpServletSettings.Builder settings = McpServletSettings.builder();
        if (List.of(arguments).contains(SSE_ERA)) settings.serveSseEra();
        return settings.build();
    }

    private static int port(String[] arguments) {
        List<String> words = new ArrayList<>(List.of(arguments));
        words.remove(SSE_ERA);
        if (words.isEmpty()) return DEFAULT_PORT;
        if (words.size() != 2 || !words.get(0).equals("--port")) {
            throw new IllegalArgumentException("usage: everything-server.jar [--port N] [--sse-era] | --stdio");
        }
        return Integer.parseInt(words.get(1));
    }

    /** One of everything. */
    public static McpServer server() {
        McpServer.Builder builder = McpServer.builder("everything-server", "0.1.0")
                .title("Everything")
                .instructions("A server for tests: one of everything.");
        ContentTools.addTo(builder);
        ContextTools.addTo(builder);
        WaitTools.addTo(builder);
        QuestionTools.addTo(builder);
        RoundTripTools.addTo(builder);
        TaskTools.addTo(builder);
        Resources.addTo(builder);
        Prompts.addTo(builder);
        McpServer server = builder.build();
        ChangeTools.addTo(server);
        return server;
    }
}
