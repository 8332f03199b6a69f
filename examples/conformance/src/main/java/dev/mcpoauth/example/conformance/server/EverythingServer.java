package dev.mcpoauth.example.conformance.server;

import dev.mcpoauth.transport.server.McpServer;
import dev.mcpoauth.transport.servlet.McpServlet;
import dev.mcpoauth.transport.stdio.StdioServer;
import java.util.List;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/**
 * {@code everything-server.jar --port N} serves http://127.0.0.1:N/mcp until it is stopped; {@code --stdio} serves the
 * client that started it.
 */
public final class EverythingServer {

    private static final int DEFAULT_PORT = 3000;

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
        ServletHolder servlet = new ServletHolder(new McpServlet(server()));
        servlet.setAsyncSupported(true);
        context.addServlet(servlet, "/mcp");
        jetty.setHandler(context);
        jetty.setStopAtShutdown(true);
        jetty.start();
        System.out.println("Serving " + jetty.getURI().resolve("/mcp"));
        jetty.join();
    }

    private static int port(String[] arguments) {
        if (arguments.length == 0) return DEFAULT_PORT;
        if (arguments.length != 2 || !arguments[0].equals("--port")) {
            throw new IllegalArgumentException("usage: everything-server.jar [--port N | --stdio]");
        }
        return Integer.parseInt(arguments[1]);
    }

    static McpServer server() {
        McpServer.Builder builder = McpServer.builder("everything-server", "0.1.0")
                .title("Everything")
                .instructions("A server for tests: one of everything.");
        ContentTools.addTo(builder);
        ContextTools.addTo(builder);
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
