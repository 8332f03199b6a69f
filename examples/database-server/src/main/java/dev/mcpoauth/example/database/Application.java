package dev.mcpoauth.example.database;

import dev.mcpoauth.example.database.cli.Options;
import dev.mcpoauth.example.database.cli.Version;
import dev.mcpoauth.example.database.http.Web;
import dev.mcpoauth.example.database.mcp.DatabaseMcpServer;
import dev.mcpoauth.example.database.sql.SqlDatabase;
import dev.mcpoauth.example.database.store.OpenStore;
import dev.mcpoauth.example.database.store.StoreUrl;
import dev.mcpoauth.server.settings.AuthorizationServerSettings;
import dev.mcpoauth.transport.server.ChangeBus;
import dev.mcpoauth.transport.server.McpServer;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Optional;

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
        SignIn signIn = SignIn.open(data, options);
        SqlDatabase database = parts.add(SqlDatabase.open(data, options.queries(), options.changes()));
        OpenStore state = parts.add(store(options, data));
        Web web = parts.add(Web.bind(options.host(), options.port(), options.drain()));
        McpServer.Builder bookshop = options.mcpServer(McpServer.builder("bookshop", Version.text()));
        state.nodes().ifPresent(nodes -> bookshop.changes(ChangeBus.over(nodes.bus())));
        McpServer mcpServer = DatabaseMcpServer.offer(bookshop, database).build();
        AuthorizationServerSettings settings = Endpoints.settings(options, options.issuer(web.port()));
        Endpoints endpoints = new Endpoints(options, settings, state, signIn.enroll(options, out), mcpServer);
        parts.add(Purge.of(endpoints.authorizationServer()));
        web.start(endpoints::addTo, endpoints::endStreams);
        out.print(Banner.text(endpoints.url(), places(options, data)));
        out.flush();
    }

    private static String places(Options options, Path data) {
        return data
                + options.sharedStore()
                        .map(store -> ", and what it shares with other nodes at " + store)
                        .orElse("");
    }

    private static OpenStore store(Options options, Path data) throws IOException {
        Optional<StoreUrl> shared = options.sharedStore();
        return shared.isPresent()
                ? OpenStore.shared(shared.get(), options.storeLimits())
                : OpenStore.embedded(data, options.storeLimits());
    }

    @Override
    public void close() {
        parts.close();
    }
}
