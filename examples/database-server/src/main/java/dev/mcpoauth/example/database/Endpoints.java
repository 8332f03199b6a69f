package dev.mcpoauth.example.database;

import dev.mcpoauth.core.ResourceIndicator;
import dev.mcpoauth.core.journal.FlowJournal;
import dev.mcpoauth.example.database.cli.Options;
import dev.mcpoauth.example.database.cli.Options.PublicClient;
import dev.mcpoauth.example.database.mcp.OperationScopes;
import dev.mcpoauth.example.database.store.OpenStore;
import dev.mcpoauth.server.AuthorizationServer;
import dev.mcpoauth.server.login.Accounts;
import dev.mcpoauth.server.resource.ProtectedResource;
import dev.mcpoauth.server.resource.servlet.BearerFilter;
import dev.mcpoauth.server.servlet.AuthorizationServerServlet;
import dev.mcpoauth.server.settings.AuthorizationServerSettings;
import dev.mcpoauth.server.settings.ClientSettings;
import dev.mcpoauth.server.settings.ResourceSettings;
import dev.mcpoauth.server.settings.SettingsBuilder;
import dev.mcpoauth.transport.server.McpServer;
import dev.mcpoauth.transport.servlet.McpServlet;
import dev.mcpoauth.transport.servlet.McpServletSettings;
import jakarta.servlet.DispatcherType;
import java.net.URI;
import java.util.EnumSet;
import java.util.List;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;

/**
 * The authorization server and the MCP endpoint in one servlet context: the bearer filter in front of the MCP servlet
 * takes the tokens that the authorization server issues.
 */
final class Endpoints {

    private static final String PATH = "/mcp";

    private final ResourceIndicator resource;
    private final AuthorizationServer authorizationServer;
    private final ProtectedResource door;
    private final McpServlet mcpServlet;

    /**
     * What serves.
     *
     * @param settings of {@link #settings}
     */
    Endpoints(
            Options options,
            AuthorizationServerSettings settings,
            OpenStore state,
            Accounts accounts,
            McpServer mcpServer) {
        this.resource = settings.resources().get(0).identifier();
        AuthorizationServer.Builder server = AuthorizationServer.builder(settings, state.store(), accounts);
        if (!options.flowOperators().isEmpty()) {
            server.flowPage(new FlowJournal(), options.flowOperators());
        }
        this.authorizationServer = server.build();
        this.door = authorizationServer.protectedResource(resource.value()).build();
        McpServletSettings.Builder endpoint = options.mcpEndpoint()
                .allowedHosts(List.of(resource.uri().getAuthority()))
                .guard(new ScopeGuard(door));
        state.nodes().ifPresent(nodes -> endpoint.sharedSessions(nodes.sharedSessions()));
        this.mcpServlet = new McpServlet(mcpServer, endpoint.build());
    }

    /**
     * The settings of the authorization server. They come first: nothing is kept, and no password made, for a command line
     * that does not fit together.
     *
     * @throws IllegalArgumentException if it does not; names every problem
     */
    static AuthorizationServerSettings settings(Options options, URI issuer) {
        ResourceIndicator resource = new ResourceIndicator(issuer + PATH);
        SettingsBuilder settings = options.authorizationServer().issuer(issuer.toString());
        settings.resource(ResourceSettings.of(resource.value(), OperationScopes.WRITE)
                .withDefaultScopes(OperationScopes.READ)
                .withDpop(options.dpop())
                .withName("the bookshop database"));
        for (PublicClient client : options.clients()) {
            settings.client(ClientSettings.publicClient(
                    client.id(), client.redirectUris().toArray(String[]::new)));
        }
        return settings.build();
    }

    /** The URL of the MCP endpoint. */
    String url() {
        return resource.value();
    }

    AuthorizationServer authorizationServer() {
        return authorizationServer;
    }

    /** Ends the streams that would keep the server from stopping; running calls go on. */
    void endStreams() {
        mcpServlet.endListening();
        authorizationServer.endStreams();
    }

    void addTo(ServletContextHandler context) {
        FilterHolder filter = new FilterHolder(new BearerFilter(door));
        filter.setAsyncSupported(true);
        String mcpPath = resource.uri().getRawPath();
        context.addFilter(filter, mcpPath, EnumSet.of(DispatcherType.REQUEST));
        ServletHolder mcp = new ServletHolder(mcpServlet);
        mcp.setAsyncSupported(true);
        context.addServlet(mcp, mcpPath);
        ServletHolder oauth = new ServletHolder(new AuthorizationServerServlet(authorizationServer));
        oauth.setAsyncSupported(true);
        authorizationServer.paths().forEach(path -> context.addServlet(oauth, path));
    }
}
