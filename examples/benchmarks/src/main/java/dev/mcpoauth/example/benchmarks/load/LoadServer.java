package dev.mcpoauth.example.benchmarks.load;

import dev.mcpoauth.core.Issuer;
import dev.mcpoauth.core.ResourceIndicator;
import dev.mcpoauth.core.Scope;
import dev.mcpoauth.core.diagnostics.DiagnosticListener;
import dev.mcpoauth.core.secret.ClientSecret;
import dev.mcpoauth.core.store.OAuthStore;
import dev.mcpoauth.example.benchmarks.endpoint.Stores;
import dev.mcpoauth.server.AuthorizationServer;
import dev.mcpoauth.server.jose.SignatureAlgorithm;
import dev.mcpoauth.server.key.KeySource;
import dev.mcpoauth.server.key.SigningKey;
import dev.mcpoauth.server.login.Subject;
import dev.mcpoauth.server.resource.ProtectedResource;
import dev.mcpoauth.server.resource.jwt.JwtVerifier;
import dev.mcpoauth.server.resource.servlet.BearerFilter;
import dev.mcpoauth.server.servlet.AuthorizationServerServlet;
import dev.mcpoauth.server.settings.AuthorizationServerSettings;
import dev.mcpoauth.server.settings.ClientSettings;
import dev.mcpoauth.server.settings.ResourceSettings;
import dev.mcpoauth.transport.server.McpServer;
import dev.mcpoauth.transport.server.ToolDefinition;
import dev.mcpoauth.transport.server.ToolHandler;
import dev.mcpoauth.transport.server.ToolResult;
import dev.mcpoauth.transport.servlet.McpServlet;
import java.net.URI;
import java.util.Optional;

/**
 * The server under load: a bare servlet at {@code /bare}, the MCP servlet {@code /open} and behind the bearer filter at {@code /opaque}, {@code /es256} and
 * {@code /eddsa} by what tokens are, and the authorization server, on one container. {@code LoadServer PORT STORE}; ends with its standard input.
 */
public final class LoadServer {
    private static final String REDIRECT = "https://client.example/callback";
    private static final int THREADS = 100;
    private static final String SECRET = "the-secret-of-a-machine";

    private final String origin;
    private final AuthorizationServer oauth;

    private LoadServer(String origin, OAuthStore store) {
        this.origin = origin;
        AuthorizationServerSettings settings = AuthorizationServerSettings.builder()
                .issuer(origin)
                .resource(ResourceSettings.of(origin + "/opaque", Scope.of("api")))
                .resource(ResourceSettings.of(origin + "/es256", Scope.of("api"))
                        .withJwtAccessTokens(SignatureAlgorithm.ES256))
                .resource(ResourceSettings.of(origin + "/eddsa", Scope.of("api"))
                        .withJwtAccessTokens(SignatureAlgorithm.EDDSA))
                .signingKeys(KeySource.of(
                        SigningKey.generate(SignatureAlgorithm.ES256), SigningKey.generate(SignatureAlgorithm.EDDSA)))
                .client(ClientSettings.publicClient("app", REDIRECT))
                .client(ClientSettings.machineClient("machine", ClientSecret.parse(SECRET)))
                .rememberConsent(true)
                .pendingRequestsPerWindow(1_000_000)
                .build();
        oauth = AuthorizationServer.builder(settings, store, (name, password) -> Optional.of(new Subject(name, name)))
                .diagnostics(DiagnosticListener.NONE)
                .build();
    }

    /** Serves until standard input ends. */
    public static void main(String[] args) throws Exception {
        int port = Integer.parseInt(args[0]);
        OAuthStore store = Stores.open(args[1]);
        LoadServer parts = new LoadServer("http://127.0.0.1:" + port, store);
        Container.serve(port, THREADS, web -> {
            web.addServlet("bare", new BareServlet()).addMapping("/bare");
            AuthorizationServerServlet.mount(web, parts.oauth);
            new McpServlet(echo()).mount(web, "/open");
            parts.opaque().mount(web, "/opaque");
            parts.signed("/es256").mount(web, "/es256");
            parts.signed("/eddsa").mount(web, "/eddsa");
            new McpServlet(echo()).mount(web, "/opaque");
            new McpServlet(echo()).mount(web, "/es256");
            new McpServlet(echo()).mount(web, "/eddsa");
        });
        store.close();
    }

    private BearerFilter opaque() {
        return new BearerFilter(oauth.protectedResource(origin + "/opaque").build());
    }

    /** As a resource in another process would do it, which knows the published keys only. */
    private BearerFilter signed(String path) {
        JwtVerifier tokens = JwtVerifier.of(new Issuer(origin))
                .keysAt(URI.create(origin + "/jwks"))
                .diagnostics(DiagnosticListener.NONE)
                .build();
        URI metadata = URI.create(origin + "/.well-known/oauth-protected-resource" + path);
        return new BearerFilter(ProtectedResource.builder(new ResourceIndicator(origin + path), tokens, metadata)
                .diagnostics(DiagnosticListener.NONE)
                .build());
    }

    /**
     * Two tools that say what they were told, and report progress to who asked for it, which makes the answer a stream;
     * {@code direct} promises never to wait.
     */
    private static McpServer echo() {
        ToolHandler handler = (arguments, call) -> {
            call.progress(1, "on it");
            return ToolResult.text(arguments.string("text").orElse(""));
        };
        return McpServer.builder("load", "1")
                .tool(tool("echo").build(), handler)
                .tool(tool("direct").nonBlocking().build(), handler)
                .build();
    }

    private static ToolDefinition.Builder tool(String name) {
        return ToolDefinition.builder(name)
                .description("Says what it was told.")
                .inputSchema("{\"type\":\"object\",\"properties\":{\"text\":{\"type\":\"string\"}}}");
    }
}
