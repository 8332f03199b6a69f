package dev.mcpoauth.server.fuzz;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import dev.mcpoauth.core.Scope;
import dev.mcpoauth.core.diagnostics.Decision;
import dev.mcpoauth.core.diagnostics.DiagnosticEvent;
import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.core.secret.ClientSecret;
import dev.mcpoauth.core.store.OAuthStore;
import dev.mcpoauth.server.AuthorizationServer;
import dev.mcpoauth.server.fetch.DocumentResponse;
import dev.mcpoauth.server.fuzz.Loot.Item;
import dev.mcpoauth.server.jose.SignatureAlgorithm;
import dev.mcpoauth.server.key.KeySource;
import dev.mcpoauth.server.key.TestKeys;
import dev.mcpoauth.server.login.Subject;
import dev.mcpoauth.server.resource.servlet.BearerFilter;
import dev.mcpoauth.server.servlet.AuthorizationServerServlet;
import dev.mcpoauth.server.settings.AuthorizationServerSettings;
import dev.mcpoauth.server.settings.ClientSettings;
import dev.mcpoauth.server.settings.ResourceSettings;
import dev.mcpoauth.server.settings.SettingsBuilder;
import dev.mcpoauth.server.settings.Tolerance;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** A server with everything switched on, whose time goes on with each request. */
final class Target {
    static final String ISSUER = "http://localhost:8080";
    static final String RESOURCE = ISSUER + "/mcp";
    static final String SIGNED = ISSUER + "/signed";
    static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    static final String CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
    static final String DOCUMENT = "https://published.example/client.json";
    static final String SECRET = "s3cret:%+/ of the vault";
    static final List<Item> CLIENTS = List.of(
            new Item("", "app", "", "https://client.example/callback"),
            new Item("", "vault", SECRET, "https://vault.example/cb?x=1"),
            new Item("", "keyed", "", "http://127.0.0.1/keyed"),
            new Item("", DOCUMENT, "", "https://published.example/cb"));

    /** Those that sign nothing: a signature takes as long as forty other requests. */
    static final List<Item> CHEAP = CLIENTS.subList(0, 2);

    private static final Duration TICK = Duration.ofMillis(250);
    private static final ECKey KEY = key();

    private final SplittableRandom random;
    private final Loot loot;
    private final AtomicLong requests = new AtomicLong();
    private final Instant start = Instant.parse("2026-11-01T12:00:00Z");
    final OAuthStore store;
    final AuthorizationServer server;
    final Map<String, Integer> reasons = new ConcurrentHashMap<>();
    volatile String defect = "";

    Target(OAuthStore store, SplittableRandom random, Loot loot, boolean tolerant) {
        this.random = random;
        this.loot = loot;
        this.store = store;
        this.server = AuthorizationServer.builder(settings(tolerant), store, Target::alice)
                .clock(new Ticking())
                .random(new SeededRandom(random.split()))
                .diagnostics(this::hear)
                .documents((url, etag) -> published(url.toString()))
                .build();
    }

    private static ECKey key() {
        try {
            return new ECKeyGenerator(Curve.P_256).keyID("k").generate();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    private static AuthorizationServerSettings settings(boolean tolerant) {
        SettingsBuilder settings = AuthorizationServerSettings.builder()
                .issuer(ISSUER)
                .resource(ResourceSettings.of(RESOURCE, Scope.of("db:read", "db:write"))
                        .withDefaultScopes(Scope.of("db:read"))
                        .withIntrospectionBy("reader"))
                .resource(ResourceSettings.of(SIGNED, Scope.of("db:read", "z"))
                        .withJwtAccessTokens(SignatureAlgorithm.ES256))
                .signingKeys(KeySource.of(TestKeys.key(SignatureAlgorithm.ES256)))
                .client(ClientSettings.publicClient("app", CLIENTS.get(0).place()))
                .client(ClientSettings.confidentialClient(
                        "vault", ClientSecret.parse(SECRET), CLIENTS.get(1).place()))
                .client(ClientSettings.machineClient("machine", ClientSecret.parse(SECRET)))
                .client(ClientSettings.resourceServer("reader", ClientSecret.parse(SECRET)))
                .client(ClientSettings.parse(JsonObject.builder()
                        .put("client_id", "keyed")
                        .put("redirect_uris", List.of(CLIENTS.get(2).place()))
                        .put("token_endpoint_auth_method", "private_key_jwt")
                        .put("jwks", jwks())
                        .build()))
                .client(ClientSettings.parse(JsonObject.builder()
                        .put("client_id", "tv")
                        .put("grant_types", List.of("urn:ietf:params:oauth:grant-type:device_code", "refresh_token"))
                        .build()))
                .deviceAuthorization(true)
                .registrationManagement(true)
                .rememberConsent(tolerant);
        return withBounds(tolerant ? tolerating(settings) : settings).build();
    }

    /** Everything is over soon, and nothing is refused only because there is so much of it. */
    private static SettingsBuilder withBounds(SettingsBuilder settings) {
        return settings.accessTokenLifetime(Duration.ofMinutes(4))
                .refreshTokenIdleTime(Duration.ofMinutes(5))
                .grantLifetime(Duration.ofMinutes(10))
                .pendingRequestLifetime(Duration.ofMinutes(2))
                .deviceCodeLifetime(Duration.ofMinutes(2))
                .unusedRegistrationLifetime(Duration.ofMinutes(3))
                .usedRegistrationLifetime(Duration.ofMinutes(6))
                .registrationCap(2000)
                .registrationsPerWindow(1_000_000)
                .pendingRequestsPerWindow(1_000_000)
                .userCodeFailuresPerWindow(1_000_000)
                .clientFailures(1_000_000)
                .loginFailures(1_000)
                .rateTrackedKeys(1000);
    }

    private static SettingsBuilder tolerating(SettingsBuilder settings) {
        for (Tolerance tolerance : Tolerance.values()) {
            settings.tolerate(tolerance);
        }
        return settings;
    }

    private static JsonObject jwks() {
        return JsonObject.builder()
                .put("keys", List.of(JsonObject.parse(KEY.toPublicJWK().toJSONString())))
                .build();
    }

    private static Optional<Subject> alice(String name, String password) {
        return name.equals("alice") && password.equals("wonderland")
                ? Optional.of(new Subject("alice-id", "Alice"))
                : Optional.empty();
    }

    private static DocumentResponse published(String url) {
        String text = url.equals(DOCUMENT)
                ? "{\"client_id\":\"" + DOCUMENT + "\",\"client_name\":\"Published\",\"redirect_uris\":[\""
                        + CLIENTS.get(3).place() + "\"],\"token_endpoint_auth_method\":\"none\"}"
                : "{\"client_id\":\"" + url.length() + "\"";
        return DocumentResponse.of(
                200, Map.of("Content-Type", "application/json"), text.getBytes(StandardCharsets.UTF_8));
    }

    private void hear(DiagnosticEvent event) {
        reasons.merge(event.reason().id(), 1, Integer::sum);
        if (event.decision() == Decision.FAILED && defect.isEmpty()) {
            defect = event + " " + event.cause().map(Target::trace).orElse("");
        }
    }

    private static String trace(Throwable cause) {
        java.io.StringWriter text = new java.io.StringWriter();
        cause.printStackTrace(new java.io.PrintWriter(text, true));
        return text.toString();
    }

    /** The same edge that a container calls. */
    Edge edge() {
        BearerFilter filter =
                new BearerFilter(server.protectedResource(RESOURCE).build());
        return new ServletEdge(new AuthorizationServerServlet(server), filter, "/mcp");
    }

    void tick() {
        requests.incrementAndGet();
    }

    private Instant now() {
        return start.plus(TICK.multipliedBy(requests.get()));
    }

    String secret(String clientId) {
        return switch (clientId) {
            case "vault", "machine", "reader" -> SECRET;
            default -> registered(clientId).secret();
        };
    }

    String place(String clientId) {
        return CLIENTS.stream()
                .filter(client -> client.client().equals(clientId))
                .findFirst()
                .orElseGet(() -> registered(clientId))
                .place();
    }

    private Item registered(String clientId) {
        Item lately = loot.pick("client_id");
        return lately.client().equals(clientId) ? lately : new Item("", clientId);
    }

    String assertion() {
        try {
            long now = now().getEpochSecond();
            JWSObject jws = new JWSObject(
                    new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("k").build(),
                    new Payload(Map.of(
                            "iss",
                            "keyed",
                            "sub",
                            "keyed",
                            "aud",
                            ISSUER,
                            "jti",
                            "j" + random.nextLong(),
                            "iat",
                            now,
                            "exp",
                            now + 60)));
            jws.sign(new ECDSASigner(KEY));
            loot.add("assertion", new Item(jws.serialize(), "keyed"));
            return jws.serialize();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    private final class Ticking extends Clock {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now();
        }
    }
}
