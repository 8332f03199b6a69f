package dev.mcpoauth.server;

import static dev.mcpoauth.server.TestServer.REDIRECT;
import static dev.mcpoauth.server.TestServer.RESOURCE;
import static dev.mcpoauth.server.TestServer.error;
import static dev.mcpoauth.server.TestServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpoauth.core.ResourceIndicator;
import dev.mcpoauth.core.Scope;
import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.core.pkce.CodeVerifier;
import dev.mcpoauth.core.secret.ClientSecret;
import dev.mcpoauth.core.store.GrantSelector;
import dev.mcpoauth.core.store.RevokeReason;
import dev.mcpoauth.server.http.WebResponse;
import dev.mcpoauth.server.resource.ResourceReasons;
import dev.mcpoauth.server.resource.Verification;
import dev.mcpoauth.server.settings.ClientSettings;
import dev.mcpoauth.server.settings.ResourceSettings;
import dev.mcpoauth.server.settings.SettingsBuilder;
import dev.mcpoauth.server.settings.Tolerance;
import dev.mcpoauth.server.settings.UnknownScopes;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("What tokens carry and how long they live")
class TokenRulesTest {
    private static final String OTHER = "https://as.example/other";

    private final TestServer as = new TestServer(TokenRulesTest::twoResources);

    private static SettingsBuilder twoResources(SettingsBuilder settings) {
        return settings.resource(ResourceSettings.of(OTHER, Scope.of("mail")))
                .client(ClientSettings.confidentialClient("vault", ClientSecret.parse("secret"), REDIRECT));
    }

    private static String access(JsonObject tokens) {
        return tokens.string("access_token").orElseThrow();
    }

    private static String refresh(JsonObject tokens) {
        return tokens.string("refresh_token").orElseThrow();
    }

    private static Verification verify(TestServer server, JsonObject tokens, String resource) {
        return server.server.tokenVerifier().verify(access(tokens), new ResourceIndicator(resource));
    }

    @Nested
    @DisplayName("Resource (RFC 8707)")
    class Resource {
        @Test
        void aTokenIsGoodForItsResourceOnly() {
            JsonObject tokens = as.tokens();

            assertThat(verify(as, tokens, RESOURCE)).isInstanceOf(Verification.Active.class);
            assertThat(verify(as, tokens, OTHER))
                    .isEqualTo(new Verification.Inactive(ResourceReasons.TOKEN_FOR_OTHER_RESOURCE));
        }

        @Test
        void aGrantForSeveralIsNarrowedToOne() {
            String url = TestServer.authorize("resource", RESOURCE, "scope", "db:read mail")
                    + "&resource=https%3A%2F%2Fas.example%2Fother%2F";
            String code = TestServer.parameters(as.browser().signInAndApprove(url))
                    .value("code")
                    .orElseThrow();
            JsonObject both = json(as.redeem(code));
            assertThat(verify(as, both, RESOURCE)).isInstanceOf(Verification.Active.class);
            assertThat(verify(as, both, OTHER)).isInstanceOf(Verification.Active.class);

            JsonObject one = json(as.refresh(refresh(both), "resource", OTHER));

            assertThat(verify(as, one, RESOURCE)).isInstanceOf(Verification.Inactive.class);
            assertThat(verify(as, one, OTHER)).isInstanceOf(Verification.Active.class);
        }

        @Test
        void theOriginAloneIsAmbiguousWhereItHasTwoResources() {
            WebResponse response = as.get(TestServer.authorize("resource", "https://as.example/"));

            assertThat(TestServer.parameters(response).value("error")).contains("invalid_target");
        }
    }

    @Nested
    @DisplayName("Scope (RFC 6749 §3.3, §6)")
    class Scopes {
        @Test
        void aRefreshMayAskForLessAndLaterForAllAgain() {
            JsonObject all = json(as.redeem(as.code("scope", "db:read db:write")));
            JsonObject less = json(as.refresh(refresh(all), "scope", "db:read"));
            assertThat(less.string("scope")).contains("db:read");
            assertThat(verify(as, less, RESOURCE))
                    .isInstanceOfSatisfying(
                            Verification.Active.class,
                            active -> assertThat(active.caller().scope()).isEqualTo(Scope.of("db:read")));

            assertThat(json(as.refresh(refresh(less))).string("scope")).contains("db:read db:write");
        }

        @Test
        void askingForMoreIsRefusedAndTheTokenIsStillGood() {
            JsonObject tokens = as.tokens();

            assertThat(error(as.refresh(refresh(tokens), "scope", "db:write"))).isEqualTo("invalid_scope");
            assertThat(as.refresh(refresh(tokens)).status()).isEqualTo(200);
        }

        @Test
        void aStrictServerRefusesAtRefreshWhatItRefusesAtAuthorization() {
            TestServer strict = new TestServer(settings -> settings.unknownScopes(UnknownScopes.REFUSE));

            assertThat(error(strict.refresh(refresh(strict.tokens()), "scope", "db:read openid")))
                    .isEqualTo("invalid_scope");
        }
    }

    @Nested
    @DisplayName("Life (RFC 9700 §4.14)")
    class Life {
        @Test
        void anAccessTokenEnds() {
            JsonObject tokens = as.tokens();
            as.advance(Duration.ofMinutes(60));

            assertThat(verify(as, tokens, RESOURCE))
                    .isEqualTo(new Verification.Inactive(ResourceReasons.TOKEN_EXPIRED));
        }

        @Test
        void refreshingKeepsAGrantAliveUntilItsAbsoluteEndAndNotLonger() {
            JsonObject tokens = as.tokens();
            for (int day = 20; day < 90; day += 20) {
                as.advance(Duration.ofDays(20));
                tokens = json(as.refresh(refresh(tokens)));
            }
            as.advance(Duration.ofDays(10).minusMinutes(30));
            tokens = json(as.refresh(refresh(tokens)));
            assertThat(tokens.integer("expires_in")).as("not beyond the grant").contains(1800L);
            as.advance(Duration.ofMinutes(30));

            assertThat(error(as.refresh(refresh(tokens)))).isEqualTo("invalid_grant");
            assertThat(verify(as, tokens, RESOURCE)).isInstanceOf(Verification.Inactive.class);
        }

        @Test
        void reuseAfterTheWindowEndsTheWholeFamily() {
            JsonObject first = as.tokens();
            JsonObject second = json(as.refresh(refresh(first)));
            as.advance(Duration.ofSeconds(31));

            assertThat(error(as.refresh(refresh(first)))).isEqualTo("invalid_grant");

            assertThat(error(as.refresh(refresh(second)))).isEqualTo("invalid_grant");
            assertThat(verify(as, second, RESOURCE))
                    .isEqualTo(new Verification.Inactive(ResourceReasons.TOKEN_REVOKED));
        }

        @Test
        void withoutWindowASecondUseIsReuseAtOnce() {
            TestServer strict = new TestServer(settings -> settings.refreshReplayWindow(Duration.ZERO));
            String token = refresh(strict.tokens());

            assertThat(strict.refresh(token).status()).isEqualTo(200);
            assertThat(error(strict.refresh(token))).isEqualTo("invalid_grant");
            assertThat(strict.lastReason()).isEqualTo("refresh.reused");
        }

        @Test
        void repetitionsAreCounted() {
            TestServer once = new TestServer(settings -> settings.replaysPerCredential(1));
            String token = refresh(once.tokens());
            String first = once.refresh(token).text();

            assertThat(once.refresh(token).text()).isEqualTo(first);
            assertThat(error(once.refresh(token))).isEqualTo("invalid_grant");
        }

        @Test
        void aForeignClientCanNotEndAFamily() {
            JsonObject tokens = as.tokens();
            as.refresh(refresh(tokens));
            as.advance(Duration.ofSeconds(31));

            WebResponse foreign = as.form(
                    "/token",
                    "grant_type",
                    "refresh_token",
                    "refresh_token",
                    refresh(tokens),
                    "client_id",
                    "vault",
                    "client_secret",
                    "secret");

            assertThat(error(foreign)).isEqualTo("invalid_grant");
            assertThat(as.lastReason()).isEqualTo("refresh.other-client");
        }
    }

    @Nested
    @DisplayName("Revocation (RFC 7009)")
    class Revocation {
        @Test
        void aRefreshTokenTakesItsFamilyAndTheVerifierSeesItAtOnce() {
            JsonObject tokens = as.tokens();
            assertThat(verify(as, tokens, RESOURCE)).isInstanceOf(Verification.Active.class);

            as.form("/revoke", "client_id", "app", "token", refresh(tokens), "token_type_hint", "access_token");

            assertThat(verify(as, tokens, RESOURCE))
                    .isEqualTo(new Verification.Inactive(ResourceReasons.TOKEN_REVOKED));
            assertThat(error(as.refresh(refresh(tokens)))).isEqualTo("invalid_grant");
        }

        @Test
        void anAccessTokenGoesAlone() {
            JsonObject tokens = as.tokens();

            as.form("/revoke", "client_id", "app", "token", access(tokens));

            assertThat(verify(as, tokens, RESOURCE)).isInstanceOf(Verification.Inactive.class);
            assertThat(as.refresh(refresh(tokens)).status()).isEqualTo(200);
        }
    }

    @Nested
    @DisplayName("With verified tokens remembered")
    class Remembered {
        private final TestServer own =
                new TestServer(settings -> settings.accessTokenCacheTime(Duration.ofSeconds(30)));
        private final JsonObject tokens = own.tokens();

        Remembered() {
            assertThat(verify(own, tokens, RESOURCE)).isInstanceOf(Verification.Active.class);
        }

        @Test
        void aRevocationOnThisNodeCountsAtOnce() {
            own.form("/revoke", "client_id", "app", "token", access(tokens));

            assertThat(verify(own, tokens, RESOURCE))
                    .isEqualTo(new Verification.Inactive(ResourceReasons.TOKEN_REVOKED));
        }

        @Test
        void anOperatorsRevocationThroughTheServersStoreCountsAtOnce() {
            own.server
                    .store()
                    .grants()
                    .revokeWhere(new GrantSelector.OfSubject("alice-id"), RevokeReason.OPERATOR, own.now());

            assertThat(verify(own, tokens, RESOURCE)).isInstanceOf(Verification.Inactive.class);
        }

        @Test
        void aRevocationOnAnotherNodeCountsWhenTheTimeIsOver() {
            own.store.grants().revokeWhere(new GrantSelector.OfSubject("alice-id"), RevokeReason.OPERATOR, own.now());
            assertThat(verify(own, tokens, RESOURCE)).isInstanceOf(Verification.Active.class);

            own.advance(Duration.ofSeconds(30));

            assertThat(verify(own, tokens, RESOURCE)).isInstanceOf(Verification.Inactive.class);
        }

        @Test
        void theAudienceIsCheckedEachTime() {
            assertThat(verify(own, tokens, OTHER))
                    .isEqualTo(new Verification.Inactive(ResourceReasons.TOKEN_FOR_OTHER_RESOURCE));
        }

        @Test
        void expiryIsNotDelayed() {
            own.advance(Duration.ofMinutes(60).minusSeconds(10));
            assertThat(verify(own, tokens, RESOURCE)).isInstanceOf(Verification.Active.class);
            own.advance(Duration.ofSeconds(10));

            assertThat(verify(own, tokens, RESOURCE))
                    .isEqualTo(new Verification.Inactive(ResourceReasons.TOKEN_EXPIRED));
        }
    }

    @Test
    void nothingThatOpensAnythingIsAToken() {
        for (String text : new String[] {"", "x", "Bearer x", "é", "a".repeat(5000)}) {
            assertThat(as.server.tokenVerifier().verify(text, new ResourceIndicator(RESOURCE)))
                    .isEqualTo(new Verification.Inactive(ResourceReasons.TOKEN_UNKNOWN));
        }
    }

    @Test
    @DisplayName("a legacy challenge is bound and redeemed under its tolerance, for one client alone")
    void legacyPkceEndToEnd() {
        CodeVerifier verifier = TestServer.VERIFIER;
        byte[] digest = Base64.getUrlDecoder().decode(verifier.challenge().base64Url());
        String hex = HexFormat.of().formatHex(digest);
        TestServer own = new TestServer(settings ->
                settings.client(ClientSettings.publicClient("legacy", REDIRECT), Tolerance.PKCE_HEX_DIGEST));

        JsonObject tokens =
                json(own.redeem(own.code("client_id", "legacy", "code_challenge", hex), "client_id", "legacy"));

        assertThat(tokens.string("access_token")).isPresent();
        WebResponse strict = own.get(TestServer.authorize("code_challenge", hex));
        assertThat(TestServer.parameters(strict).value("error")).contains("invalid_request");
        assertThat(own.events.get(own.events.size() - 1).facts().get("would_accept"))
                .contains("HEX_DIGEST");
    }
}
