package dev.mcpoauth.example.benchmarks.soak;

import com.zaxxer.hikari.HikariDataSource;
import dev.mcpoauth.core.Scope;
import dev.mcpoauth.core.diagnostics.DiagnosticListener;
import dev.mcpoauth.core.secret.ClientSecret;
import dev.mcpoauth.example.benchmarks.load.Container;
import dev.mcpoauth.server.AuthorizationServer;
import dev.mcpoauth.server.login.Subject;
import dev.mcpoauth.server.resource.servlet.BearerFilter;
import dev.mcpoauth.server.servlet.AuthorizationServerServlet;
import dev.mcpoauth.server.settings.AuthorizationServerSettings;
import dev.mcpoauth.server.settings.ClientSettings;
import dev.mcpoauth.server.settings.ResourceSettings;
import dev.mcpoauth.server.store.jdbc.JdbcOAuthStore;
import dev.mcpoauth.transport.server.McpServer;
import dev.mcpoauth.transport.server.ToolDefinition;
import dev.mcpoauth.transport.server.ToolResult;
import dev.mcpoauth.transport.servlet.McpServlet;
import dev.mcpoauth.transport.servlet.McpServletSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * The MCP servlet at {@code /opaque} behind the bearer filter, and the authorization server, which remember in an embedded database on disk. A
 * GET of {@code /heap}, {@code /rows}, {@code /sessions} or {@code /streams} answers how much there is; {@code /broadcast} tells all streams something. {@code SoakServer PORT
 * FOLDER}; ends with its standard input.
 */
public final class SoakServer {
    private static final int THREADS = 50;
    private static final int BATCH = 500;
    private static final Duration TOKEN = Duration.ofSeconds(30);
    private static final Duration GRANT = Duration.ofSeconds(90);
    private static final List<String> TABLES = List.of("grant", "code", "refresh", "access", "transaction", "replay");
    private static final ToolDefinition ECHO = ToolDefinition.builder("echo")
            .inputSchema("{\"type\":\"object\",\"properties\":{\"text\":{\"type\":\"string\"}}}")
            .build();
    private static final ToolDefinition EXTRA =
            ToolDefinition.builder("extra").description("x".repeat(1000)).build();

    private final HikariDataSource pool = new HikariDataSource();
    private final String origin;
    private final AuthorizationServer oauth;
    private final McpServer mcp = McpServer.builder("soak", "1")
            .tool(
                    ECHO,
                    (arguments, call) ->
                            ToolResult.text(arguments.string("text").orElse("")))
            .build();

    private SoakServer(String origin, Path folder) {
        this.origin = origin;
        pool.setJdbcUrl("jdbc:h2:file:" + folder.resolve("store") + ";WRITE_DELAY=0");
        pool.setMaximumPoolSize(4);
        AuthorizationServerSettings settings = AuthorizationServerSettings.builder()
                .issuer(origin)
                .resource(ResourceSettings.of(origin + "/opaque", Scope.of("api")))
                .client(ClientSettings.publicClient("app", "https://client.example/callback"))
                .client(ClientSettings.machineClient("machine", ClientSecret.parse("the-secret-of-a-machine")))
                .rememberConsent(true)
                .accessTokenLifetime(TOKEN)
                .refreshTokenIdleTime(GRANT)
                .grantLifetime(GRANT)
                .pendingRequestLifetime(TOKEN)
                .pendingRequestsPerWindow(1_000_000)
                .build();
        oauth = AuthorizationServer.builder(
                        settings, JdbcOAuthStore.open(pool), (name, password) -> Optional.of(new Subject(name, name)))
                .diagnostics(DiagnosticListener.NONE)
                .build();
    }

    /** Serves until standard input ends. */
    public static void main(String[] args) throws Exception {
        int port = Integer.parseInt(args[0]);
        SoakServer parts = new SoakServer("http://127.0.0.1:" + port, Files.createDirectories(Path.of(args[1])));
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
        ScheduledFuture<?> purging = timer.scheduleWithFixedDelay(parts::purge, 2, 2, TimeUnit.SECONDS);
        parts.serve(port);
        purging.cancel(false);
        timer.shutdownNow();
        parts.pool.close();
    }

    private void purge() {
        boolean more = true;
        while (more) more = oauth.purge(BATCH).more();
    }

    private void serve(int port) throws Exception {
        McpServlet servlet = new McpServlet(
                mcp,
                McpServletSettings.builder()
                        .sessionIdle(TOKEN)
                        .heartbeat(Duration.ofSeconds(2))
                        .maxSessions(10_000)
                        .maxSessionsPerCaller(10_000)
                        .maxStreamsPerCaller(1_000)
                        .build());
        Container.serve(port, THREADS, web -> {
            AuthorizationServerServlet.mount(web, oauth);
            new BearerFilter(oauth.protectedResource(origin + "/opaque").build()).mount(web, "/opaque");
            servlet.mount(web, "/opaque");
            Container.answer(web, "/rows", this::rows);
            Container.answer(web, "/sessions", servlet::sessionCount);
            Container.answer(web, "/streams", servlet::streamCount);
            Container.answer(web, "/broadcast", this::broadcast);
        });
    }

    private long broadcast() {
        mcp.addTool(EXTRA, (arguments, call) -> ToolResult.text(""));
        mcp.removeTool("extra");
        return 1;
    }

    private long rows() {
        try (var connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            long sum = 0;
            for (String table : TABLES) {
                try (ResultSet count = statement.executeQuery("SELECT COUNT(*) FROM oauth_" + table)) {
                    count.next();
                    sum += count.getLong(1);
                }
            }
            return sum;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
