package dev.mcpoauth.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpoauth.core.Issuer;
import dev.mcpoauth.core.ResourceIndicator;
import dev.mcpoauth.core.Scope;
import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.core.metadata.ProtectedResourceMetadata;
import dev.mcpoauth.core.metadata.WellKnownUris;
import dev.mcpoauth.core.secret.ClientSecret;
import dev.mcpoauth.core.store.GrantSelector;
import dev.mcpoauth.core.store.RevokeReason;
import dev.mcpoauth.core.store.memory.InMemoryOAuthStore;
import dev.mcpoauth.server.dpop.DpopUse;
import dev.mcpoauth.server.dpop.ProofVerifier;
import dev.mcpoauth.server.dpop.TestProof;
import dev.mcpoauth.server.jose.SignatureAlgorithm;
import dev.mcpoauth.server.key.KeySource;
import dev.mcpoauth.server.key.TestKeys;
import dev.mcpoauth.server.resource.AccessRefusal;
import dev.mcpoauth.server.resource.AuthenticatedCaller;
import dev.mcpoauth.server.resource.ProtectedResource;
import dev.mcpoauth.server.resource.TokenVerifier;
import dev.mcpoauth.server.resource.introspection.IntrospectionVerifier;
import dev.mcpoauth.server.resource.jwt.JwtVerifier;
import dev.mcpoauth.server.resource.servlet.BearerFilter;
import dev.mcpoauth.server.resource.servlet.ResourceMetadataServlet;
import dev.mcpoauth.server.servlet.AuthorizationServerServlet;
import dev.mcpoauth.server.settings.AuthorizationServerSettings;
import dev.mcpoauth.server.settings.ClientSettings;
import dev.mcpoauth.server.settings.ResourceSettings;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * An authorization server on one container and two protected resources on another, which know of each other by URL alone:
 * one verifies signed tokens, one asks about opaque ones.
 */
@DisplayName("A resource server alone, over HTTP")
class ResourceServerAloneTest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final ClientSecret SECRET = ClientSecret.parse("the-secret-of-the-bookshop");

    /** How the resource verifies. */
    enum Kind {
        SIGNED("/signed"),
        ASKING("/asking");

        private final String path;

        Kind(String path) {
            this.path = path;
        }
    }

    private final Server issuerJetty = new Server();
    private final Server resourceJetty = new Server();
    private int issuerPort;
    private int resourcePort;
    private TestServer as;

    @BeforeEach
    void start() throws Exception {
        issuerPort = bind(issuerJetty);
        resourcePort = bind(resourceJetty);
        as = new TestServer(
                settings -> AuthorizationServerSettings.builder()
                        .issuer(issuer().value())
                        .signingKeys(KeySource.of(TestKeys.key(SignatureAlgorithm.ES256)))
                        .resource(ResourceSettings.of(url(Kind.SIGNED).value(), Scope.of("db:read", "db:write"))
                                .withDefaultScopes(Scope.of("db:read"))
                                .withJwtAccessTokens(SignatureAlgorithm.ES256))
                        .resource(ResourceSettings.of(url(Kind.ASKING).value(), Scope.of("db:read", "db:write"))
                                .withDefaultScopes(Scope.of("db:read"))
                                .withIntrospectionBy("bookshop"))
                        .client(ClientSettings.publicClient("app", TestServer.REDIRECT))
                        .client(ClientSettings.resourceServer("bookshop", SECRET)),
                new InMemoryOAuthStore(),
                TestServer::alice);
        start(issuerJetty, web -> AuthorizationServerServlet.mount(web, as.server));
        start(resourceJetty, this::mountResources);
    }

    @AfterEach
    void stop() throws Exception {
        issuerJetty.stop();
        resourceJetty.stop();
    }

    private interface Mounting {
        void on(ServletContext web);
    }

    /** The port comes first: each server has to know the other's. */
    private static int bind(Server jetty) throws IOException {
        ServerConnector connector = new ServerConnector(jetty);
        connector.setHost("127.0.0.1");
        connector.open();
        jetty.addConnector(connector);
        return connector.getLocalPort();
    }

    private static void start(Server jetty, Mounting mounting) throws Exception {
        ServletContextHandler context = new ServletContextHandler();
        context.addServletContainerInitializer((classes, web) -> mounting.on(web));
        jetty.setHandler(context);
        jetty.start();
    }

    private void mountResources(ServletContext web) {
        mount(web, Kind.SIGNED, JwtVerifier.of(issuer()).clock(as.clock()).build());
        mount(
                web,
                Kind.ASKING,
                IntrospectionVerifier.of(issuer(), "bookshop", SECRET)
                        .clock(as.clock())
                        .cacheTime(Duration.ofSeconds(5))
                        .build());
    }

    private void mount(ServletContext web, Kind kind, TokenVerifier verifier) {
        ProtectedResource door = ProtectedResource.builder(
                        url(kind), verifier, WellKnownUris.ofProtectedResource(url(kind)))
                .baseScope(Scope.of("db:read"))
                .dpop(ProofVerifier.of(new InMemoryOAuthStore().replay()), DpopUse.ACCEPTED)
                .clock(as.clock())
                .build();
        new BearerFilter(door).mount(web, kind.path);
        ResourceMetadataServlet.mount(
                web,
                ProtectedResourceMetadata.builder(url(kind))
                        .authorizationServers(List.of(issuer()))
                        .scopesSupported(List.of("db:read"))
                        .build());
        web.addServlet("whoami " + kind, new WhoAmI(door)).addMapping(kind.path);
    }

    private Issuer issuer() {
        return new Issuer("http://127.0.0.1:" + issuerPort);
    }

    private ResourceIndicator url(Kind kind) {
        return new ResourceIndicator("http://127.0.0.1:" + resourcePort + kind.path);
    }

    /** Says who calls; on POST only to whoever may write. */
    private static final class WhoAmI extends HttpServlet {
        private static final long serialVersionUID = 1L;

        private final transient ProtectedResource door;

        WhoAmI(ProtectedResource door) {
            this.door = door;
        }

        @Override
        protected void doGet(HttpServletRequest in, HttpServletResponse out) throws IOException {
            AuthenticatedCaller caller = (AuthenticatedCaller) in.getUserPrincipal();
            out.getWriter().print(caller.subject() + " by " + caller.clientId() + " may " + caller.scope());
        }

        @Override
        protected void doPost(HttpServletRequest in, HttpServletResponse out) throws IOException {
            Optional<AccessRefusal> refusal =
                    door.check((AuthenticatedCaller) in.getUserPrincipal(), Scope.of("db:write"), "change");
            if (refusal.isPresent()) {
                BearerFilter.write(refusal.get(), out);
            } else {
                doGet(in, out);
            }
        }
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return HTTP.send(request.build(), BodyHandlers.ofString());
    }

    private HttpRequest.Builder call(Kind kind, String token) {
        return HttpRequest.newBuilder(url(kind).uri()).header("Authorization", "Bearer " + token);
    }

    private JsonObject tokens(Kind kind, String scope) {
        return TestServer.json(as.redeem(as.code("resource", url(kind).value(), "scope", scope)));
    }

    private static String access(JsonObject tokens) {
        return tokens.string("access_token").orElseThrow();
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aClientFindsItsWayFromTheRefusalToTheCall(Kind kind) throws Exception {
        HttpResponse<String> refused = send(HttpRequest.newBuilder(url(kind).uri()));
        assertThat(refused.statusCode()).isEqualTo(401);
        String challenge = refused.headers().firstValue("WWW-Authenticate").orElseThrow();
        URI metadata = URI.create(challenge.replaceAll(".*resource_metadata=\"([^\"]+)\".*", "$1"));
        ProtectedResourceMetadata document = ProtectedResourceMetadata.parse(
                send(HttpRequest.newBuilder(metadata)).body());
        assertThat(document.resource()).isEqualTo(url(kind));
        assertThat(document.authorizationServers()).containsExactly(issuer());

        HttpResponse<String> answer = send(call(kind, access(tokens(kind, "db:read"))));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("alice-id by app may db:read");
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    @DisplayName("RFC 9449 §7: a signed token names its key by itself, of an opaque one the issuer does")
    void aBoundTokenComesInWithItsProofOnly(Kind kind) throws Exception {
        TestProof.Key key = TestProof.Key.generate();
        String code = as.code("resource", url(kind).value(), "scope", "db:read");
        String forToken =
                key.proof("POST", issuer().value() + "/token", as.now()).sign();
        String token = access(TestServer.json(Proven.post(as, forToken, Proven.redemption(code))));
        TestProof proof = key.proof("GET", url(kind).value(), as.now()).forToken(token);

        HttpResponse<String> answer = send(bound(kind, token, proof.sign()));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("alice-id by app may db:read");

        assertThat(send(bound(kind, token, proof.sign())).body())
                .as("the same proof again")
                .contains("invalid_dpop_proof");
        assertThat(send(call(kind, token)).body()).as("as Bearer").contains("invalid_token");
        String ofAnother = TestProof.Key.generate()
                .proof("GET", url(kind).value(), as.now())
                .forToken(token)
                .sign();
        HttpResponse<String> refused = send(bound(kind, token, ofAnother));
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.headers().firstValue("WWW-Authenticate").orElseThrow())
                .startsWith("DPoP error=\"invalid_token\"");
    }

    private HttpRequest.Builder bound(Kind kind, String token, String proof) {
        return HttpRequest.newBuilder(url(kind).uri())
                .header("Authorization", "DPoP " + token)
                .header("DPoP", proof);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    @DisplayName("RFC 6750 §3.1: step-up works for callers with signed tokens as well")
    void anOperationThatNeedsMoreSaysSo(Kind kind) throws Exception {
        HttpResponse<String> refused =
                send(call(kind, access(tokens(kind, "db:read"))).POST(BodyPublishers.noBody()));
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.headers().firstValue("WWW-Authenticate").orElseThrow())
                .contains("insufficient_scope")
                .contains("scope=\"db:read db:write\"");

        HttpResponse<String> allowed =
                send(call(kind, access(tokens(kind, "db:read db:write"))).POST(BodyPublishers.noBody()));
        assertThat(allowed.statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aTokenForTheOtherResourceIsRefused(Kind kind) throws Exception {
        Kind other = kind == Kind.SIGNED ? Kind.ASKING : Kind.SIGNED;
        HttpResponse<String> refused = send(call(kind, access(tokens(other, "db:read"))));
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.body()).contains("invalid_token");
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void anExpiredTokenIsRefused(Kind kind) throws Exception {
        String token = access(tokens(kind, "db:read"));
        assertThat(send(call(kind, token)).statusCode()).isEqualTo(200);
        as.advance(Duration.ofHours(2));
        assertThat(send(call(kind, token)).statusCode()).isEqualTo(401);
    }

    @Test
    @DisplayName("RFC 7009: whoever asks sees a revocation within its cache time, whoever verifies does not")
    void aRevocationIsSeenByWhoeverAsks() throws Exception {
        String signed = access(tokens(Kind.SIGNED, "db:read"));
        String asking = access(tokens(Kind.ASKING, "db:read"));
        assertThat(send(call(Kind.ASKING, asking)).statusCode()).isEqualTo(200);
        as.server
                .store()
                .grants()
                .revokeWhere(new GrantSelector.OfSubject("alice-id"), RevokeReason.OPERATOR, as.now());
        as.advance(Duration.ofSeconds(5));

        assertThat(send(call(Kind.ASKING, asking)).statusCode()).isEqualTo(401);
        assertThat(send(call(Kind.SIGNED, signed)).statusCode()).isEqualTo(200);
        as.advance(Duration.ofMinutes(11));
        assertThat(send(call(Kind.SIGNED, signed)).statusCode()).isEqualTo(401);
    }

    @Test
    void whileTheAuthorizationServerIsDownKnownKeysServeAndQuestionsWait() throws Exception {
        String first = access(tokens(Kind.SIGNED, "db:read"));
        String second = access(tokens(Kind.SIGNED, "db:read"));
        String asking = access(tokens(Kind.ASKING, "db:read"));
        assertThat(send(call(Kind.SIGNED, first)).statusCode()).isEqualTo(200);
        issuerJetty.stop();

        assertThat(send(call(Kind.SIGNED, second)).statusCode()).isEqualTo(200);
        HttpResponse<String> outage = send(call(Kind.ASKING, asking));
        assertThat(outage.statusCode()).isEqualTo(503);
        assertThat(outage.headers().firstValue("Retry-After")).isPresent();
        assertThat(outage.headers().firstValue("WWW-Authenticate")).isEmpty();
        assertThat(outage.body()).doesNotContain("invalid_token", "Exception");
    }

    @Test
    void withoutKeysAnOutageIsNotTheTokensFault() throws Exception {
        String token = access(tokens(Kind.SIGNED, "db:read"));
        issuerJetty.stop();
        assertThat(send(call(Kind.SIGNED, token)).statusCode()).isEqualTo(503);
    }

    @Test
    void theMetadataIsForEverybodyAndReadOnly() throws Exception {
        URI document = WellKnownUris.ofProtectedResource(url(Kind.SIGNED));
        HttpResponse<String> got = send(HttpRequest.newBuilder(document));
        assertThat(got.headers().map())
                .containsEntry("access-control-allow-origin", List.of("*"))
                .containsEntry("cache-control", List.of("public, max-age=300"));
        HttpResponse<String> head = send(HttpRequest.newBuilder(document).method("HEAD", BodyPublishers.noBody()));
        assertThat(head.body()).isEmpty();
        HttpResponse<String> preflight =
                send(HttpRequest.newBuilder(document).method("OPTIONS", BodyPublishers.noBody()));
        assertThat(preflight.statusCode()).isEqualTo(204);
        assertThat(preflight.headers().firstValue("Access-Control-Allow-Methods"))
                .hasValue("GET, HEAD");
        for (String method : List.of("POST", "PUT", "DELETE", "PATCH")) {
            HttpResponse<String> refused =
                    send(HttpRequest.newBuilder(document).method(method, BodyPublishers.ofString("x")));
            assertThat(Map.of(method, refused.statusCode())).isEqualTo(Map.of(method, 405));
        }
        HttpResponse<String> root = send(HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + resourcePort + "/.well-known/oauth-protected-resource")));
        assertThat(ProtectedResourceMetadata.parse(root.body()).resource())
                .as("the first resource")
                .isEqualTo(url(Kind.SIGNED));
    }
}
