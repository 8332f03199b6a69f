package dev.mcpoauth.example.benchmarks.load;

import dev.mcpoauth.core.Scope;
import dev.mcpoauth.core.diagnostics.DiagnosticListener;
import dev.mcpoauth.core.metadata.TokenResponse;
import dev.mcpoauth.core.store.memory.InMemoryOAuthStore;
import dev.mcpoauth.server.AuthorizationServer;
import dev.mcpoauth.server.login.Subject;
import dev.mcpoauth.server.resource.servlet.BearerFilter;
import dev.mcpoauth.server.servlet.AuthorizationServerServlet;
import dev.mcpoauth.server.settings.AuthorizationServerSettings;
import dev.mcpoauth.server.settings.ClientSettings;
import dev.mcpoauth.server.settings.ResourceSettings;
import dev.mcpoauth.transport.server.McpServer;
import dev.mcpoauth.transport.server.ToolDefinition;
import dev.mcpoauth.transport.server.ToolResult;
import dev.mcpoauth.transport.servlet.McpServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/**
 * The server under load: a bare servlet, the MCP servlet open, the MCP servlet behind the bearer filter, and the
 * authorization server in memory, on one container. Prints its port, an access token and refresh tokens on one line, and
 * ends when its standard input does.
 */
public final class LoadServer {
    static final int FAMILIES = 16;
    static final String CLIENT = "load";
    private static final String ORIGIN = "http://localhost";
    private static final String RESOURCE = ORIGIN + "/guarded";
    private static final String REDIRECT = "http://127.0.0.1/callback";

    private LoadServer() {}

    /** Serves until standard input ends. */
    public static void main(String[] args) throws Exception {
        AuthorizationServer oauth = authorizationServer();
        ServletContextHandler context = new ServletContextHandler();
        context.addServlet(new ServletHolder(new Bare()), "/bare");
        context.addServletContainerInitializer((classes, web) -> {
            AuthorizationServerServlet.mount(web, oauth);
            new BearerFilter(oauth.protectedResource(RESOURCE).build()).mount(web, "/guarded");
            new McpServlet(echo()).mount(web, "/guarded");
            new McpServlet(echo()).mount(web, "/open");
        });

        Server server = new Server();
        ServerConnector connector = new ServerConnector(server, 1, 1);
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        server.setHandler(context);
        server.start();
        System.out.println(connector.getLocalPort() + tokens(oauth));
        while (System.in.read() >= 0) {
            // only its end means anything
        }
        server.stop();
    }

    private static AuthorizationServer authorizationServer() {
        AuthorizationServerSettings settings = AuthorizationServerSettings.builder()
                .issuer(ORIGIN)
                .resource(ResourceSettings.of(RESOURCE, Scope.of("echo")))
                .client(ClientSettings.publicClient(CLIENT, REDIRECT))
                .build();
        Subject alice = new Subject("alice", "Alice");
        return AuthorizationServer.builder(settings, new InMemoryOAuthStore(), (name, password) -> Optional.of(alice))
                .diagnostics(DiagnosticListener.NONE)
                .build();
    }

    private static String tokens(AuthorizationServer oauth) {
        SignedIn person = new SignedIn(oauth);
        TokenResponse first = person.tokens(CLIENT, REDIRECT);
        StringBuilder line = new StringBuilder(" " + first.accessToken().reveal());
        for (int i = 0; i < FAMILIES; i++) {
            line.append(' ')
                    .append(person.tokens(CLIENT, REDIRECT)
                            .refreshToken()
                            .orElseThrow()
                            .reveal());
        }
        return line.toString();
    }

    private static McpServer echo() {
        return McpServer.builder("load", "1")
                .tool(
                        ToolDefinition.builder("echo")
                                .description("Says what it was told.")
                                .inputSchema("{\"type\":\"object\",\"properties\":{\"text\":{\"type\":\"string\"}}}")
                                .build(),
                        (arguments, call) ->
                                ToolResult.text(arguments.string("text").orElse("")))
                .build();
    }

    /** The least that a servlet can do with the same bytes. */
    private static final class Bare extends HttpServlet {
        private static final long serialVersionUID = 1L;
        private static final byte[] BODY =
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"content\":[{\"type\":\"text\",\"text\":\"hello\"}]}}"
                        .getBytes(StandardCharsets.UTF_8);

        @Override
        protected void doPost(HttpServletRequest in, HttpServletResponse out) throws IOException {
            in.getInputStream().readAllBytes();
            out.setContentType("application/json");
            out.setContentLength(BODY.length);
            out.getOutputStream().write(BODY);
        }
    }
}
