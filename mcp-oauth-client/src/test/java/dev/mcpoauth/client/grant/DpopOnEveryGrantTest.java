package dev.mcpoauth.client.grant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mcpoauth.client.OAuthClient;
import dev.mcpoauth.client.ResourceSession;
import dev.mcpoauth.client.authentication.ClientIdentity;
import dev.mcpoauth.client.authentication.PublicClient;
import dev.mcpoauth.client.binding.OAuthHttpClient;
import dev.mcpoauth.client.error.AuthException.LoginRequired;
import dev.mcpoauth.client.login.LoginPrompt;
import dev.mcpoauth.client.login.LoopbackUserAgent;
import dev.mcpoauth.client.login.MemoryAttemptStore;
import dev.mcpoauth.client.registration.RegistrationSettings;
import dev.mcpoauth.client.testing.ClickingBrowser;
import dev.mcpoauth.client.testing.MutableClock;
import dev.mcpoauth.client.testing.ScriptedServer;
import dev.mcpoauth.client.testing.ScriptedServer.Answer;
import dev.mcpoauth.client.testing.ScriptedServer.Received;
import dev.mcpoauth.core.Issuer;
import dev.mcpoauth.core.RedirectUri;
import dev.mcpoauth.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each grant, and the refresh after it, proves its key and answers the nonces of both servers. */
@DisplayName("RFC 9449 §8, §9")
class DpopOnEveryGrantTest {
    private final ScriptedServer server = new ScriptedServer();
    private final MutableClock clock = new MutableClock();
    private final ClickingBrowser browser = new ClickingBrowser();

    @BeforeEach
    void wantProofs() {
        server.metadata(json -> json.put("dpop_signing_alg_values_supported", List.of("ES256"))
                .put("device_authorization_endpoint", server.origin() + "/device"));
        server.tokens(json -> json.put("token_type", "DPoP"));
        server.on(
                "/device",
                r -> Answer.json(
                        200,
                        JsonObject.builder()
                                .put("device_code", "d")
                                .put("user_code", "u")
                                .put("verification_uri", server.origin() + "/page")
                                .put("expires_in", 60)
                                .put("interval", 1)
                                .build()));
        server.on("/token", this::token);
        server.on("/mcp", this::resource);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Answer token(Received request) {
        return nonce(request).equals(Optional.of("token-nonce"))
                ? server.issue("")
                : new Answer(400, Map.of("DPoP-Nonce", "token-nonce"), "{\"error\":\"use_dpop_nonce\"}");
    }

    private Answer resource(Received request) {
        if (!server.isGood(request)) {
            return new Answer(401, Map.of("WWW-Authenticate", "DPoP algs=\"ES256\""), "");
        }
        return nonce(request).equals(Optional.of("token-nonce"))
                ? new Answer(401, Map.of("WWW-Authenticate", "DPoP error=\"use_dpop_nonce\"", "DPoP-Nonce", "next"), "")
                : new Answer(200, Map.of("DPoP-Nonce", "token-nonce"), "proven");
    }

    private static Optional<String> nonce(Received request) {
        return claims(request).flatMap(claims -> claims.string("nonce"));
    }

    private static Optional<JsonObject> claims(Received request) {
        return Optional.ofNullable(request.headers().get("dpop"))
                .map(proof -> JsonObject.parse(Base64.getUrlDecoder().decode(proof.split("\\.", -1)[1])));
    }

    private ClientCredentials me() {
        return ClientCredentials.of(new Issuer(server.origin()), "me", new PublicClient());
    }

    private OAuthClient client(String grant, ScriptedServer provider) {
        RegistrationSettings registration =
                RegistrationSettings.builder("test client").build();
        OAuthClient.Builder builder = switch (grant) {
            case "code" -> OAuthClient.forUsers(LoopbackUserAgent.of(browser, LoginPrompt.NONE), registration);
            case "device" -> OAuthClient.forDevices(login -> {}, registration);
            case "client credentials" -> OAuthClient.forGrant(new ClientCredentialsGrant(me()));
            case "jwt bearer" -> OAuthClient.forGrant(new JwtBearerGrant(me(), audience -> "jwt"));
            case "token exchange" ->
                OAuthClient.forGrant(
                        new TokenExchangeGrant(me(), audience -> "theirs", TokenExchangeGrant.ACCESS_TOKEN));
            case "id-jag" ->
                OAuthClient.forGrant(new IdentityAssertionGrant(
                        new ClientIdentity(new Issuer(provider.origin()), "me", new PublicClient()),
                        URI.create(provider.origin() + "/token"),
                        audience -> "id token",
                        me()));
            default -> throw new IllegalArgumentException(grant);
        };
        return builder.clock(clock).loginPatience(Duration.ofSeconds(5)).build();
    }

    private static String ask(ResourceSession session) throws Exception {
        HttpClient http = new OAuthHttpClient(HttpClient.newHttpClient(), session);
        return http.send(HttpRequest.newBuilder(session.server()).build(), BodyHandlers.ofString())
                .body();
    }

    @ParameterizedTest
    @ValueSource(strings = {"code", "client credentials", "jwt bearer", "token exchange", "id-jag"})
    void provesItsKeyEverywhere(String grant) throws Exception {
        server.tokens(json -> json.put("token_type", "DPoP").put("issued_token_type", TokenExchangeGrant.ACCESS_TOKEN));
        try (ScriptedServer provider = new ScriptedServer()) {
            provider.tokens(json -> json.put("issued_token_type", "urn:ietf:params:oauth:token-type:id-jag"));
            assertProven(client(grant, provider).session(server.mcp()));
            assertThat(provider.received("/token")).noneMatch(r -> r.headers().containsKey("dpop"));
        }
    }

    /** With the real wait of one second that the least interval takes. */
    @Test
    void provesItsKeyWithADeviceCodeToo() throws Exception {
        OAuthClient real = OAuthClient.forDevices(
                        login -> {}, RegistrationSettings.builder("test client").build())
                .build();
        assertThat(ask(real.session(server.mcp()))).isEqualTo("proven");
        assertThat(server.received("/device"))
                .hasSize(1)
                .allMatch(r -> claims(r).isPresent());
        assertThat(server.received("/token")).hasSize(2).allMatch(r -> claims(r).isPresent());
    }

    @Test
    void keepsTheKeyBetweenTheRequestsOfAWebLogin() throws Exception {
        OAuthClient web = OAuthClient.forWebUsers(
                        new RedirectUri("https://app.example.com/callback"),
                        new MemoryAttemptStore(clock),
                        RegistrationSettings.builder("web application").build())
                .clock(clock)
                .build();
        ResourceSession session = web.session(server.mcp());
        LoginRequired required = catchThrowableOfType(LoginRequired.class, () -> ask(session));
        String location = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(required.authorizationUrl()).build(), BodyHandlers.discarding())
                .headers()
                .firstValue("Location")
                .orElseThrow();
        assertProven(web.completeLogin(URI.create(location).getRawQuery(), ""));
    }

    private void assertProven(ResourceSession session) throws Exception {
        assertThat(ask(session)).isEqualTo("proven");
        server.expireAccessTokens();
        clock.advance(Duration.ofMinutes(59).plusSeconds(30));
        assertThat(ask(session)).isEqualTo("proven");
        Set<String> ids = new HashSet<>();
        List<Received> proven = Stream.concat(server.received("/token").stream(), server.received("/mcp").stream())
                .filter(r -> r.path().equals("/token") || r.headers().containsKey("authorization"))
                .toList();
        assertThat(proven).hasSizeGreaterThan(4).allMatch(r -> claims(r).isPresent());
        assertThat(proven)
                .allMatch(r -> ids.add(claims(r).orElseThrow().string("jti").orElseThrow()));
        assertThat(server.tokenRequests("refresh_token")).isNotEmpty();
    }
}
