package dev.mcpoauth.example.conformance.server;

import dev.mcpoauth.transport.server.McpServer;
import java.util.function.UnaryOperator;

/** One of everything that the public conformance suite asks a server for. */
public final class Everything {

    private Everything() {}

    /** The application, for whatever container. */
    public static McpServer server() {
        return server(builder -> builder);
    }

    /** The same, of which something else is set as well. */
    static McpServer server(UnaryOperator<McpServer.Builder> more) {
        McpServer.Builder builder = more.apply(McpServer.builder("everything-server", "0.1.0"))
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
