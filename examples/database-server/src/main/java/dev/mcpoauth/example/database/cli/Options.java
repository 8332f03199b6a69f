package dev.mcpoauth.example.database.cli;

import dev.mcpoauth.example.database.account.NewAccount;
import dev.mcpoauth.example.database.sql.ChangeLimits;
import dev.mcpoauth.example.database.sql.QueryLimits;
import dev.mcpoauth.example.database.store.StoreLimits;
import dev.mcpoauth.example.database.store.StoreUrl;
import dev.mcpoauth.server.dpop.DpopUse;
import dev.mcpoauth.server.settings.SettingsBuilder;
import dev.mcpoauth.transport.server.McpServer;
import dev.mcpoauth.transport.servlet.McpServletSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the command was told. Filled in by the flags, then only read. */
public final class Options {

    int port = 8080;
    String host = "localhost";
    Path data = Path.of("database-server-data");

    @Nullable
    String issuer;

    final List<NewAccount> accounts = new ArrayList<>();
    final List<PublicClient> clients = new ArrayList<>();
    int passwordChecks = 4;
    Duration drain = Duration.ofSeconds(10);
    final StoreFlags store = new StoreFlags();
    final SqlLimits sql = new SqlLimits();
    final OAuthFlags oauth = new OAuthFlags();
    final McpFlags mcp = new McpFlags();

    /** A client that is known ahead. */
    public record PublicClient(String id, List<String> redirectUris) {
        public PublicClient {
            redirectUris = List.copyOf(redirectUris);
        }
    }

    Options() {}

    /** The TCP port; 0 for any free one. */
    public int port() {
        return port;
    }

    /** The name or address to listen on. */
    public String host() {
        return host;
    }

    /** The directory of everything that is kept. */
    public Path data() {
        return data;
    }

    /** The URL under which clients reach the server; that of the port on localhost if none was given. */
    public URI issuer(int boundPort) {
        return URI.create(Optional.ofNullable(issuer).orElse("http://localhost:" + boundPort));
    }

    /** Accounts to add, or to give a new password. */
    public List<NewAccount> accounts() {
        return List.copyOf(accounts);
    }

    /** Clients that are known ahead. */
    public List<PublicClient> clients() {
        return List.copyOf(clients);
    }

    /** How many passwords are checked at once. */
    public int passwordChecks() {
        return passwordChecks;
    }

    /** How long running requests may take after SIGTERM. */
    public Duration drain() {
        return drain;
    }

    /** The store that this node shares with others; empty if its state is a file of its own. */
    public Optional<StoreUrl> sharedStore() {
        return store.shared();
    }

    /** What bounds the use of the store. */
    public StoreLimits storeLimits() {
        return store.limits();
    }

    /** What the authorization server was told; who it is and what it protects is still to be added. */
    public SettingsBuilder authorizationServer() {
        return oauth.settings();
    }

    /** Whether tokens may, are asked to or have to be bound to a key of the client. */
    public DpopUse dpop() {
        return oauth.dpop();
    }

    /** The accounts that may see recent flows; without any there is no such page. */
    public Set<String> flowOperators() {
        return oauth.flowOperators();
    }

    /** What the MCP endpoint was told; the parts that the application brings are still to be added. */
    public McpServletSettings.Builder mcpEndpoint() {
        return mcp.settings();
    }

    /** What was said about the MCP server itself, on this builder. */
    public McpServer.Builder mcpServer(McpServer.Builder builder) {
        return mcp.applyTo(builder);
    }

    /** What a query may cost. */
    public QueryLimits queries() {
        return sql.queries();
    }

    /** What a change may cost. */
    public ChangeLimits changes() {
        return sql.changes();
    }
}
