package dev.mcpoauth.client.grant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcpoauth.client.OAuthClient;
import dev.mcpoauth.client.authentication.ClientIdentity;
import dev.mcpoauth.client.authentication.PrivateKeyJwt;
import dev.mcpoauth.client.authentication.PublicClient;
import dev.mcpoauth.client.authentication.SecretPost;
import dev.mcpoauth.client.binding.OAuthHttpClient;
import dev.mcpoauth.client.error.AuthException;
import dev.mcpoauth.client.jose.SigningAlgorithm;
import dev.mcpoauth.client.jose.SigningKey;
import dev.mcpoauth.client.testing.MutableClock;
import dev.mcpoauth.client.testing.ScriptedServer;
import dev.mcpoauth.client.testing.ScriptedServer.Answer;
import dev.mcpoauth.client.testing.ScriptedServer.Received;
import dev.mcpoauth.core.Issuer;
import dev.mcpoauth.core.form.Parameters;
import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.core.secret.ClientSecret;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens without a user. */
class GrantTest {
    private static final String ID_JAG = "urn:ietf:params:oauth:token-type:id-jag";

    private final ScriptedServer server = new ScriptedServer();
    private final MutableClock clock = new MutableClock();

    @AfterEach
    void stop() {
        server.close();
    }

    private ClientCredentials publicClient() {
        return ClientCredentials.of(new Issuer(server.origin()), "me", new PublicClient());
    }

    private String request(Grant grant) throws IOException, InterruptedException {
        OAuthClient client = OAuthClient.forGrant(grant).clock(clock).build();
        return new OAuthHttpClient(HttpClient.newHttpClient(), client.session(server.mcp()))
                .send(HttpRequest.newBuilder(server.mcp()).build(), BodyHandlers.ofString())
                .body();
    }

    private Parameters onlyTokenRequest() {
        assertThat(server.received("/token")).hasSize(1);
        return server.received("/token").get(0).form();
    }

    @Test
    void clientCredentialsWithASecret() throws Exception {
        ClientCredentials secret =
                ClientCredentials.of(new Issuer(server.origin()), "me", new SecretPost(ClientSecret.parse("s3cret")));
        assertThat(request(new ClientCredentialsGrant(secret))).isEqualTo("hello");
        Parameters form = onlyTokenRequest();
        assertThat(form.value("grant_type")).contains("client_credentials");
        assertThat(form.value("client_secret")).contains("s3cret");
        assertThat(form.value("resource")).contains(server.mcp().toString());
        assertThat(server.received("/register")).isEmpty();
        assertThat(server.received("/authorize")).isEmpty();
    }

    @Test
    void clientCredentialsWithAKey() throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance("RSA").generateKeyPair();
        SigningKey key = SigningKey.ofPkcs8(pair.getPrivate().getEncoded(), SigningAlgorithm.RS256);
        ClientCredentials signed = ClientCredentials.of(
                new Issuer(server.origin()), "me", PrivateKeyJwt.of(key, clock).withKeyId("k1"));
        assertThat(request(new ClientCredentialsGrant(signed))).isEqualTo("hello");

        String assertion = onlyTokenRequest().value("client_assertion").orElseThrow();
        JsonObject claims =
                JsonObject.parse(Base64.getUrlDecoder().decode(assertion.split("\\.", -1)[1]));
        assertThat(claims.string("iss")).contains("me");
        assertThat(claims.string("sub")).contains("me");
        assertThat(claims.string("aud")).contains(server.origin());
        assertThat(claims.integer("exp")).contains(clock.instant().getEpochSecond() + 60);
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initVerify(pair.getPublic());
        signature.update(assertion.substring(0, assertion.lastIndexOf('.')).getBytes(StandardCharsets.US_ASCII));
        assertThat(signature.verify(Base64.getUrlDecoder().decode(assertion.substring(assertion.lastIndexOf('.') + 1))))
                .isTrue();
    }

    @Test
    void aRefusedAssertionIsSentOnceAndNothingElseIsTried() {
        server.on("/token", r -> ScriptedServer.error("invalid_grant"));
        assertThatThrownBy(() -> request(new JwtBearerGrant(publicClient(), audience -> "jwt")))
                .isInstanceOf(AuthException.TokenRequestFailed.class);
        assertThat(onlyTokenRequest().value("assertion")).contains("jwt");
        assertThat(server.received("/authorize")).isEmpty();
    }

    @Test
    void aRefusalSaysWhereTheServerSaysMore() {
        String uri = "https://as.example/reasons?id=refresh.reused";
        server.on(
                "/token",
                r -> new Answer(400, Map.of(), "{\"error\":\"invalid_grant\",\"error_uri\":\"" + uri + "\"}"));
        assertThatThrownBy(() -> request(new JwtBearerGrant(publicClient(), audience -> "jwt")))
                .hasMessageContaining("invalid_grant (see " + uri + ")");
    }

    @Test
    void anIdTokenBecomesAnAssertionBecomesATokenForTheResource() throws Exception {
        try (ScriptedServer provider = new ScriptedServer()) {
            provider.on(
                    "/token",
                    r -> Answer.json(
                            200,
                            JsonObject.builder()
                                    .put("access_token", "the-assertion")
                                    .put("issued_token_type", ID_JAG)
                                    .put("token_type", "N_A")
                                    .build()));
            assertThat(request(enterprise(provider))).isEqualTo("hello");
            Parameters exchange = provider.received("/token").get(0).form();
            assertThat(exchange.value("audience")).contains(server.origin());
            assertThat(exchange.value("resource")).contains(server.mcp().toString());
            assertThat(exchange.value("subject_token")).contains("id-token");
            assertThat(exchange.value("client_id")).contains("me-there");
            assertThat(onlyTokenRequest().value("assertion")).contains("the-assertion");
        }
    }

    @Test
    void aProviderThatIssuesSomethingElseIsNotBelieved() {
        try (ScriptedServer provider = new ScriptedServer()) {
            assertThatThrownBy(() -> request(enterprise(provider)))
                    .isInstanceOf(AuthException.TokenRequestFailed.class);
            assertThat(server.received("/token")).isEmpty();
        }
    }

    private Grant enterprise(ScriptedServer provider) {
        return new IdentityAssertionGrant(
                new ClientIdentity(new Issuer(provider.origin()), "me-there", new PublicClient()),
                URI.create(provider.origin() + "/token"),
                audience -> "id-token",
                publicClient());
    }

    @Test
    void aTokenOfTheCallerIsTradedForOneThatTheResourceTakes() throws Exception {
        server.tokens(json -> json.put("issued_token_type", TokenExchangeGrant.ACCESS_TOKEN));
        assertThat(request(exchange())).isEqualTo("hello");
        Parameters form = onlyTokenRequest();
        assertThat(form.value("grant_type")).contains(TokenExchangeGrant.TYPE);
        assertThat(form.value("subject_token")).contains("theirs");
        assertThat(form.value("subject_token_type")).contains(TokenExchangeGrant.ACCESS_TOKEN);
        assertThat(form.value("requested_token_type")).contains(TokenExchangeGrant.ACCESS_TOKEN);
        assertThat(form.value("resource")).contains(server.mcp().toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "urn:ietf:params:oauth:token-type:id_token",
                "urn:ietf:params:oauth:token-type:refresh_token",
                "urn:ietf:params:oauth:token-type:id-jag"
            })
    void whatAnExchangeGivesThatIsNoAccessTokenIsNotSentToTheResource(String issued) {
        server.tokens(json -> json.put("issued_token_type", issued));
        assertThatThrownBy(() -> request(exchange())).isInstanceOf(AuthException.TokenRequestFailed.class);
        assertThat(server.received("/mcp")).noneMatch(r -> r.headers().containsKey("authorization"));
    }

    @Test
    void anExchangeHasToSayWhatItGives() {
        assertThatThrownBy(() -> request(exchange())).isInstanceOf(AuthException.TokenRequestFailed.class);
    }

    private Grant exchange() {
        return new TokenExchangeGrant(publicClient(), audience -> "theirs", TokenExchangeGrant.ACCESS_TOKEN);
    }

    @Test
    void tokensAreBoundToAKeyWhereTheResourceAsksForIt() throws Exception {
        server.metadata(json -> json.put("dpop_signing_alg_values_supported", List.of("ES256")));
        server.tokens(json -> json.put("token_type", "DPoP"));
        server.on("/mcp", this::dpopResource);
        assertThat(request(new ClientCredentialsGrant(publicClient()))).isEqualTo("proven");
        assertThat(server.received("/token").get(0).headers()).containsKey("dpop");
        assertThat(server.received("/mcp")).hasSize(3);
    }

    /** Refuses without a proof, then asks for a nonce. */
    private Answer dpopResource(Received request) {
        if (!server.isGood(request)) {
            return new Answer(401, Map.of("WWW-Authenticate", "DPoP algs=\"ES256\""), "");
        }
        String proof = request.headers().getOrDefault("dpop", "..");
        assertThat(request.headers().get("authorization")).startsWith("DPoP ");
        JsonObject claims = JsonObject.parse(Base64.getUrlDecoder().decode(proof.split("\\.", -1)[1]));
        return claims.string("nonce").equals(Optional.of("n1"))
                ? new Answer(200, Map.of(), "proven")
                : new Answer(401, Map.of("WWW-Authenticate", "DPoP error=\"use_dpop_nonce\"", "DPoP-Nonce", "n1"), "");
    }
}
