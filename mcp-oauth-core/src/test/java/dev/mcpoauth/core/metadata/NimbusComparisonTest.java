package dev.mcpoauth.core.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.oauth2.sdk.AccessTokenResponse;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.token.BearerAccessToken;
import com.nimbusds.oauth2.sdk.token.BearerTokenError;
import com.nimbusds.oauth2.sdk.token.Tokens;
import com.nimbusds.oauth2.sdk.util.JSONObjectUtils;
import com.nimbusds.oauth2.sdk.util.URLUtils;
import dev.mcpoauth.core.Issuer;
import dev.mcpoauth.core.RedirectUri;
import dev.mcpoauth.core.Scope;
import dev.mcpoauth.core.challenge.Challenge;
import dev.mcpoauth.core.challenge.WwwAuthenticate;
import dev.mcpoauth.core.form.Parameters;
import dev.mcpoauth.core.pkce.CodeVerifier;
import dev.mcpoauth.core.secret.AccessToken;
import dev.mcpoauth.core.secret.ClientSecret;
import dev.mcpoauth.core.secret.RefreshToken;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What we write, another implementation reads with the same meaning, and the other way round. */
@DisplayName("Compared with Nimbus OAuth 2.0 SDK")
class NimbusComparisonTest {

    @Test
    void challengesAreEqual() {
        SecureRandom random = new SecureRandom();
        for (int i = 0; i < 500; i++) {
            CodeVerifier verifier = CodeVerifier.generate(random);
            assertThat(verifier.challenge().base64Url())
                    .isEqualTo(com.nimbusds.oauth2.sdk.pkce.CodeChallenge.compute(
                                    CodeChallengeMethod.S256,
                                    new com.nimbusds.oauth2.sdk.pkce.CodeVerifier(verifier.reveal()))
                            .getValue());
        }
    }

    @Test
    void formsOfRandomUnicodeAreReadAlike() {
        Random random = new Random(42);
        for (int i = 0; i < 2_000; i++) {
            String value = random.ints(1 + random.nextInt(12), 0x20, 0x1F700)
                    .filter(c -> !Character.isISOControl(c) && (c < 0xD800 || c > 0xDFFF))
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .append('x')
                    .toString();
            Parameters ours = Parameters.builder().add("state", value).build();

            assertThat(URLUtils.parseParameters(ours.encode())).isEqualTo(Map.of("state", List.of(value)));
            assertThat(Parameters.parse(URLUtils.serializeParameters(Map.of("state", List.of(value)))))
                    .isEqualTo(ours);
        }
    }

    @Test
    void authorizationServerMetadataIsReadAlike() throws Exception {
        AuthorizationServerMetadata ours = AuthorizationServerMetadata.builder(new Issuer("https://as.example/t/"))
                .authorizationEndpoint(URI.create("https://as.example/authorize"))
                .tokenEndpoint(URI.create("https://as.example/token"))
                .registrationEndpoint(URI.create("https://as.example/register"))
                .scopesSupported(List.of("db:read", "db:write"))
                .responseTypesSupported(List.of("code"))
                .codeChallengeMethodsSupported(List.of("S256"))
                .authorizationResponseIssParameterSupported(true)
                .build();

        var theirs = com.nimbusds.oauth2.sdk.as.AuthorizationServerMetadata.parse(ours.toJson());
        assertThat(theirs.getIssuer().getValue()).isEqualTo("https://as.example/t/");
        assertThat(theirs.getAuthorizationEndpointURI()).isEqualTo(URI.create("https://as.example/authorize"));
        assertThat(theirs.getRegistrationEndpointURI()).isEqualTo(URI.create("https://as.example/register"));
        assertThat(theirs.getScopes().toStringList()).containsExactly("db:read", "db:write");
        assertThat(theirs.getCodeChallengeMethods()).containsExactly(CodeChallengeMethod.S256);
        assertThat(theirs.supportsAuthorizationResponseIssuerParam()).isTrue();

        AuthorizationServerMetadata back =
                AuthorizationServerMetadata.parse(theirs.toJSONObject().toJSONString());
        assertThat(back.issuer()).isEqualTo(ours.issuer());
        assertThat(back.tokenEndpoint()).isEqualTo(ours.tokenEndpoint());
        assertThat(back.scopesSupported()).isEqualTo(ours.scopesSupported());
        assertThat(back.codeChallengeMethodsSupported()).isEqualTo(ours.codeChallengeMethodsSupported());
    }

    @Test
    void tokenResponsesAreReadAlike() throws Exception {
        TokenResponse ours = TokenResponse.bearer(AccessToken.parse("at"))
                .expiresIn(Duration.ofHours(1))
                .refreshToken(RefreshToken.parse("rt"))
                .scope(Scope.of("a", "b"))
                .build();

        Tokens theirs =
                AccessTokenResponse.parse(JSONObjectUtils.parse(ours.toJson())).getTokens();
        assertThat(theirs.getAccessToken().getValue()).isEqualTo("at");
        assertThat(theirs.getAccessToken().getLifetime()).isEqualTo(3600);
        assertThat(theirs.getAccessToken().getScope().toStringList()).containsExactly("a", "b");
        assertThat(theirs.getRefreshToken().getValue()).isEqualTo("rt");

        Tokens tokens = new Tokens(
                new BearerAccessToken("at", 3600, com.nimbusds.oauth2.sdk.Scope.parse("a b")),
                new com.nimbusds.oauth2.sdk.token.RefreshToken("rt"));
        assertThat(TokenResponse.parse(
                        new AccessTokenResponse(tokens).toJSONObject().toJSONString()))
                .isEqualTo(ours);
    }

    @Test
    void registrationResponsesAreReadAlike() throws Exception {
        ClientInformation ours = ClientInformation.builder(
                        "c1",
                        ClientMetadata.builder()
                                .redirectUris(List.of(new RedirectUri("http://127.0.0.1:3000/callback")))
                                .clientName("Client")
                                .grantTypes(List.of("authorization_code", "refresh_token"))
                                .tokenEndpointAuthMethod("client_secret_basic")
                                .build())
                .clientSecret(ClientSecret.parse("s3cret"))
                .build();

        var theirs = com.nimbusds.oauth2.sdk.client.ClientInformation.parse(JSONObjectUtils.parse(ours.toJson()));
        assertThat(theirs.getID().getValue()).isEqualTo("c1");
        assertThat(theirs.getSecret().getValue()).isEqualTo("s3cret");
        assertThat(theirs.getSecret().getExpirationDate()).isNull();
        assertThat(theirs.getMetadata().getRedirectionURIStrings()).containsExactly("http://127.0.0.1:3000/callback");
        assertThat(theirs.getMetadata().getName()).isEqualTo("Client");

        ClientInformation back = ClientInformation.parse(theirs.toJSONObject().toJSONString());
        assertThat(back.clientId()).isEqualTo("c1");
        assertThat(back.clientSecret()).isEqualTo(ours.clientSecret());
        assertThat(back.metadata().redirectUris()).isEqualTo(ours.metadata().redirectUris());
        assertThat(back.metadata().grantTypes())
                .containsExactlyInAnyOrderElementsOf(ours.metadata().grantTypes());
    }

    @Test
    void theirBearerChallengesAreReadByUs() {
        String field = BearerTokenError.INSUFFICIENT_SCOPE
                .setRealm("a \"quoted\" realm")
                .setScope(com.nimbusds.oauth2.sdk.Scope.parse("a b"))
                .toWWWAuthenticateHeader();
        Challenge read = WwwAuthenticate.parse(List.of(field)).first("Bearer").orElseThrow();

        assertThat(read.parameter("realm")).contains("a \"quoted\" realm");
        assertThat(read.parameter("error")).contains("insufficient_scope");
        assertThat(read.parameter("scope")).contains("a b");
    }
}
