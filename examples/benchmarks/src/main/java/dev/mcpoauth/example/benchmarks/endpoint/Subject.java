package dev.mcpoauth.example.benchmarks.endpoint;

import com.sun.net.httpserver.HttpServer;
import dev.mcpoauth.core.Issuer;
import dev.mcpoauth.core.ResourceIndicator;
import dev.mcpoauth.core.Scope;
import dev.mcpoauth.core.secret.ClientSecret;
import dev.mcpoauth.core.store.OAuthStore;
import dev.mcpoauth.server.AuthorizationServer;
import dev.mcpoauth.server.http.WebRequest;
import dev.mcpoauth.server.http.WebResponse;
import dev.mcpoauth.server.jose.SignatureAlgorithm;
import dev.mcpoauth.server.key.KeySource;
import dev.mcpoauth.server.key.SigningKey;
import dev.mcpoauth.server.resource.ProtectedResource;
import dev.mcpoauth.server.resource.jwt.JwtVerifier;
import dev.mcpoauth.server.settings.AuthorizationServerSettings;
import dev.mcpoauth.server.settings.ClientSettings;
import dev.mcpoauth.server.settings.ResourceSettings;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** The server that is measured, with a resource of opaque tokens and one of signed ones; its keys are on a free port. */
final class Subject implements Closeable {
    static final String SECRET = "the-secret-of-a-machine";
    static final String REDIRECT = "https://client.example/callback";

    private final HttpServer keys;
    private final OAuthStore store;
    final SigningKey key = SigningKey.generate(SignatureAlgorithm.ES256);
    final String issuer;
    final AuthorizationServer server;

    Subject(OAuthStore store) throws IOException {
        this.store = store;
        keys = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        issuer = "http://127.0.0.1:" + keys.getAddress().getPort();
        server = AuthorizationServer.builder(
                        settings(),
                        store,
                        (name, password) -> Optional.of(new dev.mcpoauth.server.login.Subject(name, name)))
                .diagnostics(event -> {})
                .build();
        keys.createContext("/", exchange -> {
            WebResponse response =
                    server.handle(WebRequest.of("GET", exchange.getRequestURI().getRawPath(), "", Map.of()));
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(response.status(), response.body().length);
            exchange.getResponseBody().write(response.body());
            exchange.close();
        });
        keys.start();
    }

    private AuthorizationServerSettings settings() {
        return AuthorizationServerSettings.builder()
                .issuer(issuer)
                .resource(ResourceSettings.of(opaque(), Scope.of("api")).withIntrospectionBy("reader"))
                .resource(ResourceSettings.of(signed(), Scope.of("api")).withJwtAccessTokens(SignatureAlgorithm.ES256))
                .signingKeys(KeySource.of(key))
                .client(ClientSettings.publicClient("app", REDIRECT))
                .client(ClientSettings.machineClient("machine", ClientSecret.parse(SECRET)))
                .client(ClientSettings.resourceServer("reader", ClientSecret.parse(SECRET)))
                .rememberConsent(true)
                .pendingRequestsPerWindow(1_000_000)
                .build();
    }

    String opaque() {
        return issuer + "/mcp";
    }

    String signed() {
        return issuer + "/signed";
    }

    /** The door of the resource in the same process. */
    ProtectedResource door() {
        return server.protectedResource(opaque()).diagnostics(event -> {}).build();
    }

    /** The door of the other resource as another process has it, which knows the published keys only. */
    ProtectedResource doorOfSigned(Duration cached) {
        JwtVerifier verifier = JwtVerifier.of(new Issuer(issuer))
                .keysAt(URI.create(issuer + "/jwks"))
                .cacheTime(cached)
                .diagnostics(event -> {})
                .build();
        verifier.load();
        return ProtectedResource.builder(
                        new ResourceIndicator(signed()), verifier, URI.create(issuer + "/.well-known/x"))
                .diagnostics(event -> {})
                .build();
    }

    @Override
    public void close() {
        keys.stop(0);
        store.close();
    }
}
