package dev.mcpoauth.server;

import static dev.mcpoauth.server.TestServer.REDIRECT;
import static dev.mcpoauth.server.TestServer.RESOURCE;
import static dev.mcpoauth.server.TestServer.authorize;
import static dev.mcpoauth.server.TestServer.error;
import static dev.mcpoauth.server.TestServer.json;
import static dev.mcpoauth.server.TestServer.parameters;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpoauth.core.ResourceIndicator;
import dev.mcpoauth.core.Scope;
import dev.mcpoauth.core.store.GrantRecord;
import dev.mcpoauth.core.store.OpaqueBytes;
import dev.mcpoauth.core.store.RevokeReason;
import dev.mcpoauth.core.store.memory.InMemoryOAuthStore;
import dev.mcpoauth.server.grant.GrantTerms;
import dev.mcpoauth.server.http.WebRequest;
import dev.mcpoauth.server.http.WebResponse;
import dev.mcpoauth.server.login.Subject;
import dev.mcpoauth.server.resource.Verification;
import dev.mcpoauth.server.settings.ResourceSettings;
import dev.mcpoauth.server.settings.SettingsBuilder;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The page of connected applications")
class ConnectionsTest {
    private static final String PAGE = "/connections";
    private static final Pattern GRANT = Pattern.compile("name=\"grant\" value=\"([^\"]+)\"");
    private static final Pattern NEXT = Pattern.compile("<a href=\"https://as.example([^\"]+)\">More applications</a>");
    private static final Pattern NONCE = Pattern.compile("name=\"nonce\" value=\"([^\"]+)\"");

    private final TestServer as = server(settings -> settings.accessTokenCacheTime(Duration.ofMinutes(1)));
    private final Browser browser = as.browser();

    private static TestServer server(UnaryOperator<SettingsBuilder> with) {
        return new TestServer(
                with,
                new InMemoryOAuthStore(),
                (name, password) -> password.equals("wonderland")
                        ? Optional.of(new Subject(name + "-id", name.equals("alice") ? "Alice <3" : name))
                        : Optional.empty());
    }

    private static List<String> grants(WebResponse page) {
        return GRANT.matcher(page.text()).results().map(found -> found.group(1)).toList();
    }

    private static String nonce(WebResponse page) {
        return NONCE.matcher(page.text())
                .results()
                .map(found -> found.group(1))
                .findFirst()
                .orElseThrow();
    }

    private WebResponse press(WebResponse page, String... fields) {
        return browser.submitTo(PAGE, page, fields);
    }

    private String refreshTokenOf(Browser visitor) {
        String code =
                parameters(visitor.signInAndApprove(authorize())).value("code").orElseThrow();
        return json(as.redeem(code)).string("refresh_token").orElseThrow();
    }

    private boolean isGood(String refreshToken) {
        return as.refresh(refreshToken).status() == 200;
    }

    private void grantDirectly(String id, String subject) {
        GrantTerms terms = new GrantTerms(Scope.of("db:read"), List.of(new ResourceIndicator(RESOURCE)));
        as.store
                .grants()
                .create(GrantRecord.granted(
                        id,
                        subject,
                        "app",
                        REDIRECT,
                        as.now(),
                        as.now().plus(Duration.ofDays(9)),
                        OpaqueBytes.empty(),
                        terms.write()));
    }

    @Nested
    class SigningIn {

        @Test
        void isAskedOfWhoeverIsNotAndLeadsToThePage() {
            WebResponse login = browser.open(PAGE);
            assertThat(login.text())
                    .contains("type=\"password\"", "Sign in to see your connected applications.")
                    .doesNotContain("wants to connect");

            WebResponse page = browser.signIn(login);

            assertThat(page.status()).isEqualTo(200);
            assertThat(page.text())
                    .contains("<h1>Connected applications</h1>", "No application is connected.", "Alice &lt;3");
        }

        @Test
        void hasTheLimitsOfAnyOther() {
            TestServer strict = server(settings -> settings.loginFailures(2));
            Browser visitor = strict.browser();
            for (int i = 0; i < 2; i++) {
                visitor.submit(visitor.open(PAGE), "username", "alice", "password", "no", "action", "login");
            }

            WebResponse page = visitor.signIn(visitor.open(PAGE));

            assertThat(page.status()).isEqualTo(429);
            assertThat(visitor.signIn(visitor.open(authorize())).status())
                    .as("also at consent")
                    .isEqualTo(429);
        }

        @Test
        void isEndedByCancel() {
            WebResponse page = browser.submit(browser.open(PAGE), "action", "deny");

            assertThat(page.text()).contains("You are not signed in");
        }

        @Test
        void isOverWhenItsTimeIs() {
            browser.signIn(browser.open(PAGE));
            as.advance(Duration.ofHours(1));

            assertThat(browser.open(PAGE).text()).contains("type=\"password\"");
        }

        @Test
        void neverLeadsToConsent() {
            WebResponse login = browser.open(PAGE);
            browser.signIn(login);

            WebResponse again = browser.submit(login, "action", "approve");

            assertThat(again.status()).isEqualTo(400);
            assertThat(as.lastReason()).isEqualTo("login.transaction-unknown");
        }

        @ParameterizedTest
        @ValueSource(booleans = {true, false})
        void isNotOfferedWhereThePageIsNot(boolean keptButOff) {
            TestServer without = server(settings ->
                    keptButOff ? settings.connectedApplications(false) : settings.signInLifetime(Duration.ZERO));

            assertThat(without.get(PAGE).status()).isEqualTo(404);
        }

        @Test
        void floodsAreStopped() {
            TestServer strict = server(settings -> settings.pendingRequestsPerWindow(2));
            strict.get(PAGE);
            strict.get(PAGE);

            WebResponse page = strict.get(PAGE);

            assertThat(page.status()).isEqualTo(429);
            assertThat(page.header("Retry-After")).isPresent();
        }
    }

    @Nested
    class Shows {

        @Test
        void whoMayDoWhatAndSinceWhen() {
            browser.signInAndApprove(authorize("scope", "db:read db:write"));

            WebResponse page = browser.open(PAGE);

            assertThat(page.text())
                    .contains("Test App</h2>", "<dt>Returned you to</dt>\n<dd>client.example</dd>")
                    .contains("<dt>May use Bookshop</dt>\n<dd>db:read, db:write</dd>")
                    .contains("<time datetime=\"2026-11-01T12:00:00Z\">1 November 2026</time>")
                    .doesNotContain("nobody has checked", "on your device");
        }

        @Test
        void theScopesOfEachResourceByItself() {
            TestServer two = server(
                    settings -> settings.resource(ResourceSettings.of("https://two.example/mcp", Scope.of("mail"))
                            .withName("Post office")));
            Browser visitor = two.browser();
            visitor.signInAndApprove(authorize("scope", "db:read mail") + "&resource=https%3A%2F%2Ftwo.example%2Fmcp");

            assertThat(visitor.open(PAGE).text())
                    .contains(
                            "<dt>May use Bookshop</dt>\n<dd>db:read</dd>",
                            "<dt>May use Post office</dt>\n<dd>mail</dd>");
        }

        @Test
        void thatNobodyCheckedANameAndEscapesIt() {
            String body = """
                    {"client_name":"<script>evil & \\"co\\"\\u202e","redirect_uris":["http://localhost:1/cb"],
                     "token_endpoint_auth_method":"none"}""";
            String id = json(as.register(body)).string("client_id").orElseThrow();
            browser.signInAndApprove(authorize("client_id", id, "redirect_uri", "http://localhost:2/cb"));

            assertThat(browser.open(PAGE).text())
                    .contains("&lt;script&gt;evil &amp; &quot;co&quot;</h2>", "nobody has checked")
                    .contains("localhost:2 (a program on your device)")
                    .doesNotContain("<script", "\u202e");
        }

        @Test
        void aClientThatIsGone() {
            String id = json(as.register("{\"redirect_uris\":[\"https://gone.example/cb\"],\"client_name\":\"Gone\"}"))
                    .string("client_id")
                    .orElseThrow();
            browser.signInAndApprove(authorize("client_id", id, "redirect_uri", "https://gone.example/cb"));
            as.store.clients().delete(id);

            assertThat(browser.open(PAGE).text()).contains("no longer registered", "gone.example");
        }

        @Test
        void aClientWithADocumentByItsIdAndFetchesNothing() {
            String id = "https://apps.example/oauth/client.json";
            as.published.put(
                    id,
                    "{\"client_id\":\"" + id + "\",\"client_name\":\"Claimed\",\"redirect_uris\":[\"" + REDIRECT
                            + "\"],\"token_endpoint_auth_method\":\"none\"}");
            browser.signInAndApprove(authorize("client_id", id));
            as.advance(Duration.ofMinutes(59));
            as.published.fail(id, new IOException("down"));
            int before = as.published.fetched.size();

            WebResponse page = browser.open(PAGE);

            assertThat(page.text()).contains("<h2 id=\"app0\">" + id, "<dt>Published by</dt>\n<dd>apps.example</dd>");
            assertThat(as.published.fetched).hasSize(before);
        }

        @Test
        void neitherWhatIsOverNorWhatIsAnothers() {
            grantDirectly("live", "alice-id");
            grantDirectly("revoked", "alice-id");
            grantDirectly("others", "bob-id");
            as.store.grants().revoke("revoked", RevokeReason.OPERATOR, as.now());

            assertThat(grants(browser.signIn(browser.open(PAGE)))).containsExactly("live");
            as.advance(Duration.ofDays(10));
            assertThat(grants(browser.signIn(browser.open(PAGE)))).isEmpty();
        }

        @Test
        void manyInParts() {
            for (int i = 0; i < 60; i++) {
                grantDirectly("live%03d".formatted(i), "alice-id");
            }
            for (int i = 0; i < 90; i++) {
                grantDirectly("dead%03d".formatted(i), "alice-id");
                as.store.grants().revoke("dead%03d".formatted(i), RevokeReason.OPERATOR, as.now());
            }
            List<String> seen = new ArrayList<>();
            WebResponse page = browser.signIn(browser.open(PAGE));
            int parts = 1;
            for (Optional<MatchResult> next = next(page); next.isPresent(); next = next(page), parts++) {
                assertThat(grants(page)).hasSizeLessThanOrEqualTo(25);
                seen.addAll(grants(page));
                page = browser.open(next.get().group(1));
            }
            seen.addAll(grants(page));

            assertThat(seen).hasSize(60).doesNotHaveDuplicates().allMatch(id -> id.startsWith("live"));
            assertThat(parts).isEqualTo(3);
        }

        private Optional<MatchResult> next(WebResponse page) {
            return NEXT.matcher(page.text()).results().findFirst();
        }

        @ParameterizedTest
        @ValueSource(strings = {"zzzz", "<script>", "' OR 1=1", "%"})
        void nothingAfterAPlaceThatIsNone(String after) {
            grantDirectly("0000", "alice-id");
            browser.signIn(browser.open(PAGE));

            WebResponse page = browser.open(PAGE + "?" + TestServer.encode("after", after));

            assertThat(page.status()).isEqualTo(200);
            assertThat(page.text()).doesNotContain("<script");
        }

        @Test
        @DisplayName("pages that can not be framed, scripted, cached or leaked (RFC 9700 §4.16)")
        void withTheHeadersThatProtectIt() {
            browser.signInAndApprove(authorize());
            WebResponse page = browser.open(PAGE);
            WebResponse out = press(page, "action", "sign-out");

            assertThat(List.of(page, out)).allSatisfy(one -> {
                assertThat(one.header("Content-Security-Policy").orElseThrow())
                        .startsWith("default-src 'none'; style-src 'sha256-")
                        .contains("frame-ancestors 'none'", "base-uri 'none'")
                        .endsWith("form-action 'self'");
                assertThat(one.header("X-Frame-Options")).contains("DENY");
                assertThat(one.header("Cache-Control")).contains("no-store");
                assertThat(one.header("Access-Control-Allow-Origin")).isEmpty();
                assertThat(one.text()).doesNotContain("<script", "javascript:").doesNotContainPattern(" on\\w+=");
            });
        }
    }

    @Nested
    class Disconnecting {

        @Test
        @DisplayName("ends every token of the connection at once, cached or not")
        void countsAtOnce() {
            String code = parameters(browser.signInAndApprove(authorize()))
                    .value("code")
                    .orElseThrow();
            var tokens = json(as.redeem(code));
            String access = tokens.string("access_token").orElseThrow();
            ResourceIndicator resource = new ResourceIndicator(RESOURCE);
            assertThat(as.server.tokenVerifier().verify(access, resource)).isInstanceOf(Verification.Active.class);
            WebResponse page = browser.open(PAGE);

            WebResponse after =
                    press(page, "action", "revoke", "grant", grants(page).get(0));

            assertThat(after.text())
                    .contains(
                            "<p role=\"status\">The application is disconnected.</p>", "No application is connected.");
            assertThat(as.server.tokenVerifier().verify(access, resource)).isInstanceOf(Verification.Inactive.class);
            assertThat(error(as.refresh(tokens.string("refresh_token").orElseThrow())))
                    .isEqualTo("invalid_grant");
            assertThat(as.reasons()).contains("connections.revoked");
            assertThat(as.store
                            .grants()
                            .find(grants(page).get(0))
                            .orElseThrow()
                            .state()
                            .toString())
                    .contains("OWNER_REQUEST");
        }

        @Test
        void leavesTheOthers() {
            String first = refreshTokenOf(browser);
            WebResponse page = browser.open(PAGE);
            String second = refreshTokenOf(as.browser());

            press(page, "action", "revoke", "grant", grants(page).get(0));

            assertThat(isGood(first)).isFalse();
            assertThat(isGood(second)).isTrue();
        }

        @Test
        void twiceIsToldSo() {
            grantDirectly("live", "alice-id");
            WebResponse page = browser.signIn(browser.open(PAGE));
            press(page, "action", "revoke", "grant", "live");

            WebResponse again = press(page, "action", "revoke", "grant", "live");

            assertThat(again.status()).isEqualTo(400);
            assertThat(as.lastReason()).isEqualTo("connections.unknown");
        }

        @Test
        void whatIsAnothersDoesNothing() {
            grantDirectly("theirs", "bob-id");
            WebResponse page = browser.signIn(browser.open(PAGE));

            WebResponse refused = press(page, "action", "revoke", "grant", "theirs");

            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.text()).contains("<p role=\"alert\">");
            assertThat(as.store.grants().find("theirs").orElseThrow().isActive())
                    .isTrue();
        }

        @Test
        void allAtOnceAlsoThoseOfOtherParts() {
            for (int i = 0; i < 30; i++) {
                grantDirectly("live%03d".formatted(i), "alice-id");
            }
            grantDirectly("theirs", "bob-id");
            WebResponse page = browser.signIn(browser.open(PAGE));

            WebResponse after = press(page, "action", "revoke-all");

            assertThat(after.text()).contains("All applications are disconnected.", "No application is connected.");
            assertThat(as.store.grants().find("theirs").orElseThrow().isActive())
                    .isTrue();
            assertThat(as.reasons()).contains("connections.revoked-all");
        }

        @ParameterizedTest
        @CsvSource({"revoke", "revoke-all", "sign-out", "delete", "''"})
        @DisplayName("without a nonce of this very sign-in nothing happens (RFC 6819 §4.4.1.8)")
        void aForgedFormDoesNothing(String action) {
            grantDirectly("live", "alice-id");
            WebResponse page = browser.signIn(browser.open(PAGE));
            Browser other = as.browser();
            String foreign = nonce(other.signIn(other.open(PAGE)));

            for (String nonce : List.of("", "x", foreign)) {
                WebResponse refused = press(
                        WebResponse.html(200, ""),
                        "nonce",
                        nonce,
                        "action",
                        action,
                        "grant",
                        "live",
                        "everything",
                        "yes");

                assertThat(refused.status()).isEqualTo(400);
                assertThat(as.lastReason()).isEqualTo("connections.form");
            }
            assertThat(as.store.grants().find("live").orElseThrow().isActive()).isTrue();
            assertThat(browser.open(PAGE).text()).as("still signed in").contains("Connected applications</h1>");
            assertThat(press(page, "action", "revoke", "grant", "live").status())
                    .isEqualTo(200);
        }

        @Test
        void anUnknownButtonDoesNothing() {
            WebResponse page = browser.signIn(browser.open(PAGE));

            assertThat(press(page, "action", "delete").status()).isEqualTo(400);
        }

        @Test
        void withoutCookiesLeadsToTheSignIn() {
            grantDirectly("live", "alice-id");
            WebResponse page = browser.signIn(browser.open(PAGE));

            WebResponse answer = as.form(PAGE, "nonce", nonce(page), "action", "revoke", "grant", "live");

            assertThat(answer.status()).isEqualTo(303);
            assertThat(answer.header("Location").orElseThrow()).contains("/authorize/interaction?txn=");
            assertThat(as.store.grants().find("live").orElseThrow().isActive()).isTrue();
        }

        @Test
        void aLinkDoesNothing() {
            grantDirectly("live", "alice-id");
            WebResponse page = browser.signIn(browser.open(PAGE));

            browser.open(PAGE + "?" + TestServer.encode("nonce", nonce(page), "action", "revoke", "grant", "live"));
            WebResponse put = as.server.handle(WebRequest.of("DELETE", PAGE, "", Map.of()));

            assertThat(put.status()).isEqualTo(405);
            assertThat(as.store.grants().find("live").orElseThrow().isActive()).isTrue();
        }
    }

    @Nested
    class SigningOut {

        @Test
        void endsTheSignInAtTheServer() {
            String token = refreshTokenOf(browser);
            Map<String, String> before = Map.copyOf(browser.cookies);

            WebResponse page = press(browser.open(PAGE), "action", "sign-out");

            assertThat(page.text()).contains("You are not signed in");
            assertThat(as.reasons()).contains("login.signed-out");
            assertThat(browser.open(authorize()).text()).contains("type=\"password\"");
            browser.cookies.putAll(before);
            assertThat(browser.open(PAGE).text()).as("an old cookie").contains("type=\"password\"");
            assertThat(isGood(token)).as("applications stay connected").isTrue();
        }

        @Test
        void disconnectsEverythingOnDemand() {
            String token = refreshTokenOf(browser);

            press(browser.open(PAGE), "action", "sign-out", "everything", "yes");

            assertThat(isGood(token)).isFalse();
            assertThat(as.reasons()).contains("connections.revoked-all", "login.signed-out");
        }

        @Test
        void endsWhatWaitsForConsentInAnotherWindow() {
            WebResponse consent = browser.signIn(browser.open(authorize()));
            press(browser.open(PAGE), "action", "sign-out");

            WebResponse approved = browser.submit(consent, "action", "approve");

            assertThat(approved.status()).isEqualTo(400);
            assertThat(as.lastReason()).isEqualTo("login.other-browser");
        }
    }
}
