package dev.mcpoauth.example.database;

import dev.mcpoauth.example.database.cli.Options;
import dev.mcpoauth.example.database.cli.Version;
import dev.mcpoauth.example.database.http.Web;
import dev.mcpoauth.example.database.mcp.DatabaseMcpServer;
import dev.mcpoauth.example.database.sql.SqlDatabase;
import dev.mcpoauth.server.settings.AuthorizationServerSettings;
import dev.mcpoauth.transport.server.McpServer;
import java.io.PrintStream;
import java.nio.file.Path;

/** The running server. Closing it finishes running requests, within their time, and closes the databases. */
final class Application implements AutoCloseable {

    private final Parts parts;

    private Application(Parts parts) {
        this.parts = parts;
    }

    /** Starts the server and tells how to reach it. */
    static Application start(Options options, PrintStream out) throws Exception {
        Parts parts = new Parts();
        try {
            start(options, out, parts);
            return new Application(parts);
        } catch (Exception e) {
            parts.close();
            throw e;
        }
    }

    private static void start(Options options, PrintStream out, Parts parts) throws Exception {
        Path data = DataDirectory.create(options.data());
        SqlDatabase database = parts.add(SqlDatabase.open(data, options.queries(), options.changes()));
        OAuthState state = parts.add(OAuthState.open(data));
        Web web = parts.add(Web.bind(options.host(), options.port(), options.drain()));
        McpServer mcpServer = DatabaseMcpServer.offer(
                        options.mcpServer(McpServer.builder("bookshop", Version.text())), database)
                .build();
        AuthorizationServerSettings settings = Endpoints.settings(options, options.issuer(web.port()));
        Endpoints endpoints =
                new Endpoints(options, settings, state.store(), SignIn.open(data, options, out), mcpServer);
        parts.add(Purge.of(endpoints.authorizationServer()));
        web.start(endpoints::addTo, endpoints::endStreams);
        out.print(Banner.text(endpoints.url(), data));
        out.flush();
    }

    @Override
    public void close() {
        parts.close();
    }
}
