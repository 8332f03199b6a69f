package dev.mcpoauth.example.benchmarks.load;

import dev.mcpoauth.core.Issuer;
import dev.mcpoauth.core.ResourceIndicator;
import dev.mcpoauth.core.Scope;
import dev.mcpoauth.core.secret.AccessToken;
import dev.mcpoauth.core.secret.TokenHasher;
import dev.mcpoauth.core.store.AccessRecord;
import dev.mcpoauth.core.store.GrantRecord;
import dev.mcpoauth.core.store.OAuthStore;
import dev.mcpoauth.core.store.OpaqueBytes;
import dev.mcpoauth.core.store.memory.InMemoryOAuthStore;
import dev.mcpoauth.server.resource.AuthenticatedCaller;
import dev.mcpoauth.server.resource.ProtectedResource;
import dev.mcpoauth.server.resource.ResourceReasons;
import dev.mcpoauth.server.resource.Verification;
import dev.mcpoauth.server.resource.servlet.BearerFilter;
import dev.mcpoauth.transport.server.McpServer;
import dev.mcpoauth.transport.server.ToolDefinition;
import dev.mcpoauth.transport.server.ToolResult;
import dev.mcpoauth.transport.servlet.McpServlet;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.EnumSet;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/**
 * The server under load: a bare servlet, the MCP servlet open, and the MCP servlet behind the bearer filter, on one
 * container. Prints its port and a good token on one line, and ends when its standard input does.
 */
public final class LoadServer {
    private static final ResourceIndicator RESOURCE = new ResourceIndicator("http://localhost/guarded");

    private LoadServer() {}

    /** Serves until standard input ends. */
    public static void main(String[] args) throws Exception {
        AccessToken token = AccessToken.generate(new SecureRandom());
        ServletContextHandler context = new ServletContextHandler();
        context.addServlet(new ServletHolder(new Bare()), "/bare");
        context.addServlet(async(new McpServlet(echo())), "/open");
        context.addServlet(async(new McpServlet(echo())), "/guarded");
        FilterHolder filter = new FilterHolder(new BearerFilter(guard(storeWith(token))));
        filter.setAsyncSupported(true);
        context.addFilter(filter, "/guarded", EnumSet.of(DispatcherType.REQUEST));

        Server server = new Server();
        ServerConnector connector = new ServerConnector(server, 1, 1);
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        server.setHandler(context);
        server.start();
        System.out.println(connector.getLocalPort() + " " + token.reveal());
        while (System.in.read() >= 0) {
            // only its end means anything
        }
        server.stop();
    }

    private static ServletHolder async(McpServlet servlet) {
        ServletHolder holder = new ServletHolder(servlet);
        holder.setAsyncSupported(true);
        return holder;
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

    private static OAuthStore storeWith(AccessToken token) {
        Instant now = Instant.now();
        Instant later = now.plusSeconds(3600);
        OAuthStore store = new InMemoryOAuthStore();
        store.grants()
                .create(GrantRecord.granted(
                        "g1",
                        "alice",
                        "c1",
                        "http://localhost/cb",
                        now,
                        later,
                        OpaqueBytes.empty(),
                        OpaqueBytes.empty()));
        store.tokens()
                .insertAccess(new AccessRecord(
                        TokenHasher.sha256().hash(token.reveal()), "g1", "c1", now, later, OpaqueBytes.empty()));
        return store;
    }

    private static ProtectedResource guard(OAuthStore store) {
        Issuer issuer = new Issuer("http://localhost");
        TokenHasher hasher = TokenHasher.sha256();
        return ProtectedResource.builder(
                        RESOURCE,
                        (token, resource) -> store.tokens()
                                .findAccess(hasher.hash(token))
                                .filter(view -> view.isActive(Instant.now()))
                                .<Verification>map(view -> new Verification.Active(new AuthenticatedCaller(
                                        issuer,
                                        view.grant().subject(),
                                        view.token().clientId(),
                                        Scope.EMPTY,
                                        view.token().expiresAt())))
                                .orElseGet(() -> new Verification.Inactive(ResourceReasons.TOKEN_UNKNOWN)),
                        URI.create("http://localhost/.well-known/oauth-protected-resource/guarded"))
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
