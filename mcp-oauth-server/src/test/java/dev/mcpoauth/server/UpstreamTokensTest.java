package dev.mcpoauth.server;

import static dev.mcpoauth.server.TestServer.ISSUER;
import static dev.mcpoauth.server.TestServer.RESOURCE;
import static dev.mcpoauth.server.TestServer.authorize;
import static dev.mcpoauth.server.TestServer.json;
import static dev.mcpoauth.server.TestServer.parameters;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcpoauth.core.ResourceIndicator;
import dev.mcpoauth.core.Scope;
import dev.mcpoauth.core.form.Parameters;
import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.core.store.GrantSelector;
import dev.mcpoauth.core.store.RevokeReason;
import dev.mcpoauth.core.store.StoreException;
import dev.mcpoauth.core.store.memory.InMemoryOAuthStore;
import dev.mcpoauth.server.UpstreamDouble.Canned;
import dev.mcpoauth.server.http.WebResponse;
import dev.mcpoauth.server.login.Subject;
import dev.mcpoauth.server.resource.AuthenticatedCaller;
import dev.mcpoauth.server.resource.Verification;
import dev.mcpoauth.server.upstream.UpstreamProviderBuilder;
import dev.mcpoauth.server.upstream.UpstreamToken;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Tokens of an external provider, kept for tools")
class UpstreamTokensTest {
    private static final ResourceIndicator HERE = new ResourceIndicator(RESOURCE);

    private TestServer as = new TestServer();
    private final UpstreamDouble idp = new UpstreamDouble(() -> as.now());
    private Browser browser = as.browser();

    @AfterEach
    void close() {
        idp.close();
    }

    /** Signs in there and approves; our own access token. */
    private String token(UpstreamProviderBuilder provider) {
        as = new TestServer(
                settings -> settings.signInLifetime(Duration.ofHours(4)).accessTokenLifetime(Duration.ofDays(2)),
                new InMemoryOAuthStore(),
                TestServer::alice,
                builder -> builder.upstream(provider.build()));
        browser = as.browser();
        return tokenOf(browser);
    }

    private String tokenOf(Browser visitor) {
        WebResponse away = visitor.submit(visitor.open(authorize()), "provider", "idp");
        Parameters asked = parameters(away);
        WebResponse consent = visitor.open(ISSUER + "/authorize/upstream/idp?"
                + TestServer.encode(
                        "state", asked.value("state").orElseThrow(), "code", idp.codeFor(asked), "iss", idp.url()));
        String code = parameters(visitor.submit(consent, "action", "approve"))
                .value("code")
                .orElseThrow();
        return json(as.redeem(code)).string("access_token").orElseThrow();
    }

    private static AuthenticatedCaller caller(AuthorizationServer node, String token) {
        return ((Verification.Active) node.tokenVerifier().verify(token, HERE)).caller();
    }

    private Optional<String> at(AuthorizationServer node, String token) {
        return node.upstreamTokens().of(caller(node, token)).map(UpstreamToken::reveal);
    }

    @Test
    void areThereForTheCallAndNobodyElse() {
        String token = token(idp.openId().keepTokens());

        Optional<UpstreamToken> kept = as.server.upstreamTokens().of(caller(as.server, token));

        assertThat(kept).get().extracting(UpstreamToken::reveal).isEqualTo("upstream-access");
        assertThat(kept.orElseThrow().expiresAt()).contains(as.now().plusSeconds(300));
        assertThat(kept.orElseThrow().provider()).isEqualTo("idp");
        assertThat(kept.toString()).doesNotContain("upstream-access");
        assertThat(as.events.toString()).doesNotContain("upstream-access", "upstream-refresh");
        assertThat(as.server
                        .upstreamTokens()
                        .of(new AuthenticatedCaller(as.server.settings().issuer(), "x", "y", Scope.EMPTY, as.now())))
                .isEmpty();
    }

    @Test
    void areNotKeptUnlessAskedFor() {
        String token = token(idp.openId());

        assertThat(at(as.server, token)).isEmpty();
        assertThat(caller(as.server, token).properties().read()).isEmpty();
    }

    @Test
    void standBesideWhatTheApplicationKeeps() {
        String token = token(idp.openId()
                .keepTokens()
                .accounts(identity ->
                        Optional.of(new Subject("x", "X").withProperties(JsonObject.parse("{\"account\":\"7\"}")))));
        as.advance(Duration.ofMinutes(10));
        at(as.server, token);

        assertThat(caller(as.server, token).properties().read().orElseThrow().string("account"))
                .contains("7");
    }

    @Test
    void areRefreshedWhenTheyAreOverAndNotBefore() {
        String token = token(idp.openId().keepTokens());
        as.advance(Duration.ofSeconds(269));
        assertThat(at(as.server, token)).contains("upstream-access");
        as.advance(Duration.ofSeconds(1));

        assertThat(at(as.server, token)).contains("upstream-access-1");
        assertThat(at(as.server, token)).contains("upstream-access-1");
        as.advance(Duration.ofSeconds(300));
        assertThat(at(as.server, token)).contains("upstream-access-2");
        assertThat(idp.reused).isEmpty();
    }

    @Test
    void thatAServiceRefusedAreRenewedOnce() {
        String token = token(idp.openId().keepTokens());
        UpstreamToken refused =
                as.server.upstreamTokens().of(caller(as.server, token)).orElseThrow();

        for (int i = 0; i < 3; i++) {
            assertThat(as.server.upstreamTokens().renew(caller(as.server, token), refused))
                    .get()
                    .extracting(UpstreamToken::reveal)
                    .isEqualTo("upstream-access-1");
        }
        assertThat(idp.rotations).isEqualTo(1);
    }

    @Test
    @DisplayName("however many calls on two nodes want them, a rotating refresh token is used once")
    void areRefreshedOnceHoweverManyWantThem() throws Exception {
        String token = token(idp.openId().keepTokens());
        AuthorizationServer other = AuthorizationServer.builder(as.server.settings(), as.store, TestServer::alice)
                .upstream(idp.openId().keepTokens().build())
                .clock(as.clock())
                .build();
        ExecutorService threads = Executors.newFixedThreadPool(16);
        try {
            for (int round = 1; round <= 5; round++) {
                as.advance(Duration.ofMinutes(5));
                CyclicBarrier start = new CyclicBarrier(16);
                List<Callable<Optional<String>>> calls = new ArrayList<>();
                for (int i = 0; i < 16; i++) {
                    AuthorizationServer node = i % 2 == 0 ? as.server : other;
                    calls.add(() -> {
                        start.await(20, TimeUnit.SECONDS);
                        return at(node, token);
                    });
                }
                for (Future<Optional<String>> call : threads.invokeAll(calls)) {
                    assertThat(call.get()).contains("upstream-access-" + round);
                }
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(idp.rotations).isEqualTo(5);
        assertThat(idp.reused).isEmpty();
    }

    @Test
    void anOutageThereIsToldAndLosesNothing() {
        String token = token(idp.openId().keepTokens());
        as.advance(Duration.ofMinutes(5));
        for (Canned broken : List.of(
                Canned.of(503, "{}"), Canned.of(401, "{\"error\":\"invalid_client\"}"), Canned.of(400, "<html>"))) {
            idp.canned.put("/token", broken);
            assertThatThrownBy(() -> at(as.server, token))
                    .isInstanceOf(StoreException.class)
                    .hasMessageNotContaining("upstream-refresh");
        }
        idp.canned.clear();

        assertThat(at(as.server, token)).contains("upstream-access-1");
    }

    @Test
    void aRefreshTokenThatIsOverIsNotTriedAgain() {
        String token = token(idp.openId().keepTokens());
        as.advance(Duration.ofMinutes(5));
        idp.refreshToken = "another";
        int before = idp.redeemed.size();

        for (int i = 0; i < 3; i++) {
            assertThat(at(as.server, token)).isEmpty();
        }

        assertThat(idp.redeemed).hasSize(before + 1);
    }

    @Test
    void withoutRefreshTokenTheyEnd() {
        idp.answer = response -> response.toBuilder().remove("refresh_token").build();
        String token = token(idp.openId().keepTokens());
        assertThat(at(as.server, token)).contains("upstream-access");
        as.advance(Duration.ofMinutes(5));

        assertThat(at(as.server, token)).isEmpty();
        assertThat(idp.redeemed).hasSize(1);
    }

    @Test
    void aNodeThatDiedMeanwhileIsNotWaitedForForever() {
        String token = token(idp.openId().keepTokens());
        as.advance(Duration.ofMinutes(5));
        long until = as.now().plusSeconds(60).toEpochMilli();
        caller(as.server, token)
                .properties()
                .update(all -> all.toBuilder()
                        .put(
                                "upstream_tokens",
                                all.object("upstream_tokens").orElseThrow().toBuilder()
                                        .put("refreshing_until", until)
                                        .build())
                        .build());
        as.advance(Duration.ofSeconds(61));

        assertThat(at(as.server, token)).contains("upstream-access-1");
    }

    private static void store(AuthenticatedCaller caller, JsonObject tokens) {
        assertThat(caller.properties()
                        .update(all ->
                                all.toBuilder().put("upstream_tokens", tokens).build()))
                .isTrue();
    }

    private static JsonObject stored(AuthenticatedCaller caller) {
        return caller.properties()
                .read()
                .orElseThrow()
                .object("upstream_tokens")
                .orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 400, 503})
    @DisplayName("what comes too late changes nothing of what another node got meanwhile")
    void aLateRefreshLeavesTheNewerTokens(int status) {
        String token = token(idp.openId().keepTokens());
        as.advance(Duration.ofMinutes(5));
        AuthenticatedCaller caller = caller(as.server, token);
        JsonObject newer = stored(caller).toBuilder()
                .put("access_token", "of-another-node")
                .put("refresh_token", "refresh-of-another-node")
                .put("expires_at", as.now().plusSeconds(300).getEpochSecond())
                .put("refreshing_until", as.now().plusSeconds(99).toEpochMilli())
                .build();
        idp.meanwhile = path -> store(caller, newer);
        if (status != 200) {
            idp.canned.put("/token", Canned.of(status, "{\"error\":\"invalid_grant\"}"));
        }

        if (status == 503) {
            assertThatThrownBy(() -> at(as.server, token)).isInstanceOf(StoreException.class);
        } else {
            assertThat(at(as.server, token)).contains("of-another-node");
        }

        assertThat(stored(caller)).isEqualTo(newer);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 503})
    void aLateFailureLeavesTheRefreshOfAnotherNodeAlone(int status) {
        String token = token(idp.openId().keepTokens());
        as.advance(Duration.ofMinutes(5));
        AuthenticatedCaller caller = caller(as.server, token);
        JsonObject underWay = stored(caller).toBuilder()
                .put("refreshing_until", as.now().plusSeconds(99).toEpochMilli())
                .build();
        idp.meanwhile = path -> store(caller, underWay);
        idp.canned.put(
                "/token",
                Canned.of(status, status == 400 ? "{\"error\":\"invalid_grant\"}" : "{\"error\":\"invalid_client\"}"));

        if (status == 400) {
            assertThat(at(as.server, token)).isEmpty();
        } else {
            assertThatThrownBy(() -> at(as.server, token)).isInstanceOf(StoreException.class);
        }

        assertThat(stored(caller)).isEqualTo(underWay);
    }

    @Test
    void theMetadataIsThereBeforeANodeSaysThatItRefreshes() {
        String token = token(idp.openId().keepTokens());
        as.advance(Duration.ofMinutes(5));
        AuthorizationServer other = AuthorizationServer.builder(as.server.settings(), as.store, TestServer::alice)
                .upstream(idp.openId().keepTokens().build())
                .clock(as.clock())
                .build();
        List<String> noted = new CopyOnWriteArrayList<>();
        AuthenticatedCaller caller = caller(as.server, token);
        idp.meanwhile = path -> {
            if (stored(caller).has("refreshing_until")) {
                noted.add(path);
            }
        };

        assertThat(at(other, token)).contains("upstream-access-1");
        assertThat(noted).containsExactly("/token");
    }

    @Test
    void eachGrantHasItsOwnSoThatNoneUsesUpAnothers() {
        token(idp.openId().keepTokens());

        WebResponse again = browser.open(authorize());

        assertThat(again.text()).as("the sign-in was for one grant").contains("Continue with Example ID");
        assertThat(browser.open("/connections").text())
                .as("and is one for everything else")
                .contains("<h1>Connected applications</h1>");
    }

    @Test
    void areOverWithTheGrant() {
        String token = token(idp.openId().keepTokens());
        AuthenticatedCaller before = caller(as.server, token);
        as.server.store().grants().revokeWhere(new GrantSelector.OfClient("app"), RevokeReason.OPERATOR, as.now());

        assertThat(as.server.upstreamTokens().of(before)).isEmpty();
    }
}
