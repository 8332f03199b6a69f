package dev.mcpoauth.example.database;

import dev.mcpoauth.core.ResourceIndicator;
import dev.mcpoauth.core.diagnostics.Slf4jDiagnostics;
import dev.mcpoauth.core.metadata.WellKnownUris;
import dev.mcpoauth.core.store.OAuthStore;
import dev.mcpoauth.example.database.cli.Options;
import dev.mcpoauth.example.database.cli.Options.PublicClient;
import dev.mcpoauth.example.database.mcp.OperationScopes;
import dev.mcpoauth.server.AuthorizationServer;
import dev.mcpoauth.server.login.Accounts;
import dev.mcpoauth.server.resource.ProtectedResource;
import dev.mcpoauth.server.resource.servlet.BearerFilter;
import dev.mcpoauth.server.servlet.AuthorizationServerServlet;
import dev.mcpoauth.server.settings.ClientSettings;
import dev.mcpoauth.server.settings.ResourceSettings;
import dev.mcpoauth.server.settings.SettingsBuilder;
import dev.mcpoauth.transport.server.McpServer;
import dev.mcpoauth.transport.servlet.McpServlet;
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

    private final Options options;
    private final URI issuer;
    private final ResourceIndicator resource;
    private final AuthorizationServer authorizationServer;
    private final McpServer mcpServer;

    Endpoints(Options options, URI issuer, OAuthStore store, Accounts accounts, McpServer mcpServer) {
        this.options = options;
        this.issuer = issuer;
        this.resource = new ResourceIndicator(issuer + PATH);
        this.mcpServer = mcpServer;
        SettingsBuilder settings = options.authorizationServer().issuer(issuer.toString());
        settings.resource(
                new ResourceSettings(resource, OperationScopes.WRITE, OperationScopes.READ, "the bookshop database"));
        for (PublicClient client : options.clients()) {
            settings.client(ClientSettings.publicClient(
                    client.id(), client.redirectUris().toArray(String[]::new)));
        }
        this.authorizationServer =
                AuthorizationServer.builder(settings.build(), store, accounts).build();
    }

    /** The URL of the MCP endpoint. */
    String url() {
        return resource.value();
    }

    AuthorizationServer authorizationServer() {
        return authorizationServer;
    }

    void addTo(ServletContextHandler context) {
        ProtectedResource door = ProtectedResource.builder(
                        resource, authorizationServer.tokenVerifier(), WellKnownUris.ofProtectedResource(resource))
                .baseScope(OperationScopes.READ)
                .diagnostics(new Slf4jDiagnostics())
                .build();
        FilterHolder filter = new FilterHolder(new BearerFilter(door));
        filter.setAsyncSupported(true);
        context.addFilter(filter, PATH, EnumSet.of(DispatcherType.REQUEST));
        ServletHolder mcp = new ServletHolder(mcpServlet(door));
        mcp.setAsyncSupported(true);
        context.addServlet(mcp, PATH);
        ServletHolder oauth = new ServletHolder(new AuthorizationServerServlet(authorizationServer));
        authorizationServer.paths().forEach(path -> context.addServlet(oauth, path));
    }

    private McpServlet mcpServlet(ProtectedResource door) {
        return new McpServlet(
                mcpServer,
                options.mcpEndpoint()
                        .allowedHosts(List.of(issuer.getAuthority()))
                        .guard(new ScopeGuard(door))
                        .build());
    }
}
