package dev.mcpoauth.example.sdk.server;

import dev.mcpoauth.core.store.memory.InMemoryOAuthStore;
import dev.mcpoauth.server.AuthorizationServer;
import dev.mcpoauth.server.login.Accounts;
import dev.mcpoauth.server.login.Subject;
import dev.mcpoauth.server.settings.AuthorizationServerSettings;
import dev.mcpoauth.server.settings.ResourceSettings;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.Optional;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.component.LifeCycle;

/** {@code official-sdk.jar [PORT]} serves notes to alice, whose password is secret, at http://127.0.0.1:PORT/mcp. */
public final class NoteServer implements AutoCloseable {

    private static final int DEFAULT_PORT = 8090;
    private static final byte[] PASSWORD = "secret".getBytes(StandardCharsets.UTF_8);

    /** One account, and its password in the source: this is an example. */
    private static final Accounts ACCOUNTS = (name, password) ->
            name.equals("alice") && MessageDigest.isEqual(PASSWORD, password.getBytes(StandardCharsets.UTF_8))
                    ? Optional.of(new Subject("alice", "Alice"))
                    : Optional.empty();

    private final Server jetty;
    private final URI url;
    private final AuthorizationServer authorizationServer;

    private NoteServer(Server jetty, URI url, AuthorizationServer authorizationServer) {
        this.jetty = jetty;
        this.url = url;
        this.authorizationServer = authorizationServer;
    }

    /** Starts the server. */
    public static void main(String[] arguments) throws Exception {
        int port = arguments.length == 0 ? DEFAULT_PORT : Integer.parseInt(arguments[0]);
        NoteServer server = start(port, Clock.systemUTC());
        System.out.println("Serving " + server.url());
        server.jetty.join();
    }

    /**
     * Serves on a port of 127.0.0.1.
     *
     * @param port 0 for any free one
     * @param clock tells when tokens end
     */
    public static NoteServer start(int port, Clock clock) throws Exception {
        Server jetty = new Server();
        ServerConnector connector = new ServerConnector(jetty);
        connector.setHost("127.0.0.1");
        connector.setPort(port);
        connector.open();
        jetty.addConnector(connector);

        String issuer = "http://127.0.0.1:" + connector.getLocalPort();
        String resource = issuer + NoteEndpoints.PATH;
        AuthorizationServerSettings settings = AuthorizationServerSettings.builder()
                .issuer(issuer)
                .resource(ResourceSettings.of(resource, NoteTools.ALL)
                        .withDefaultScopes(NoteTools.READ)
                        .withName("your notes"))
                .build();
        AuthorizationServer authorizationServer = AuthorizationServer.builder(
                        settings, new InMemoryOAuthStore(), ACCOUNTS)
                .clock(clock)
                .build();

        ServletContextHandler context = new ServletContextHandler();
        NoteEndpoints.mount(context.getServletContext(), authorizationServer, resource);
        jetty.setHandler(context);
        jetty.setStopAtShutdown(true);
        jetty.start();
        return new NoteServer(jetty, URI.create(resource), authorizationServer);
    }

    /** The URL of the MCP endpoint that clients are given. */
    public URI url() {
        return url;
    }

    /** Who issues the tokens, and can revoke them. */
    public AuthorizationServer authorizationServer() {
        return authorizationServer;
    }

    @Override
    public void close() {
        LifeCycle.stop(jetty);
    }
}
