package dev.mcpoauth.server;

import static dev.mcpoauth.server.TestServer.authorize;
import static dev.mcpoauth.server.TestServer.json;
import static dev.mcpoauth.server.TestServer.parameters;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpoauth.core.secret.TokenHasher;
import dev.mcpoauth.core.store.memory.InMemoryOAuthStore;
import dev.mcpoauth.server.http.WebResponse;
import dev.mcpoauth.server.http.WebResponse.Header;
import dev.mcpoauth.server.login.Subject;
import dev.mcpoauth.server.settings.ClientSettings;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Sign-in and consent pages")
class PagesTest {
    private final TestServer as = new TestServer();
    private final Browser browser = as.browser();

    private static String policy(WebResponse page) {
        return page.header("Content-Security-Policy").orElseThrow();
    }

    @Test
    @DisplayName("can not be framed, scripted, cached or leaked (RFC 9700 §4.16)")
    void carryTheHeadersThatProtectThem() {
        WebResponse login = browser.open(authorize());
        WebResponse consent = browser.signIn(login);
        WebResponse error = as.get(authorize("client_id", "nobody"));

        assertThat(List.of(login, consent, error)).allSatisfy(page -> {
            assertThat(policy(page))
                    .startsWith("default-src 'none'; style-src 'sha256-")
                    .contains("frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'");
            assertThat(policy(page)).doesNotContain("unsafe", "script-src");
            assertThat(page.header("Cache-Control")).contains("no-store");
            assertThat(page.header("Referrer-Policy")).contains("no-referrer");
            assertThat(page.header("X-Frame-Options")).contains("DENY");
            assertThat(page.header("Access-Control-Allow-Origin")).isEmpty();
            assertThat(page.text()).doesNotContain("<script", "javascript:", " on");
        });
    }

    @Test
    @DisplayName("after a password the browser goes on by GET, so that nobody else gets it (RFC 9700 §4.12)")
    void aPasswordIsNotSentOnByARedirect() {
        WebResponse login = browser.open(authorize());
        String hidden = "(?s).*name=\"%s\" value=\"([^\"]+)\".*";
        WebResponse answer = as.post(
                "/authorize/interaction",
                Map.of("Cookie", cookies()),
                TestServer.FORM,
                TestServer.encode(
                        "txn",
                        login.text().replaceAll(hidden.formatted("txn"), "$1"),
                        "nonce",
                        login.text().replaceAll(hidden.formatted("nonce"), "$1"),
                        "username",
                        "alice",
                        "password",
                        "wonderland",
                        "action",
                        "login"));

        assertThat(as.lastReason()).isEqualTo("login.succeeded");
        assertThat(answer.status()).isEqualTo(303);
        assertThat(answer.header("Location").orElseThrow()).doesNotContain("wonderland");
        assertThat(answer.header("Referrer-Policy")).contains("no-referrer");
    }

    private String cookies() {
        return browser.cookies.entrySet().stream()
                .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                .collect(Collectors.joining("; "));
    }

    @Test
    void theHashInThePolicyIsTheOneOfTheStyleOnThePage() {
        WebResponse page = browser.open(authorize());
        String html = page.text();
        String style = html.substring(html.indexOf("<style>") + 7, html.indexOf("</style>"));
        byte[] digest = TokenHasher.sha256().hash(style).toByteArray();

        assertThat(policy(page)).contains("'sha256-" + Base64.getEncoder().encodeToString(digest) + "'");
    }

    @ParameterizedTest
    @CsvSource({
        "https://client.example/callback, form-action 'self' https:",
        "http://127.0.0.1:5555/cb, form-action 'self' https: http:",
        "cursor://anysphere.cursor-mcp/oauth/callback, form-action 'self' https: cursor:",
        "com.example.app:/oauth, form-action 'self' https: com.example.app:",
    })
    void letTheFormEndAtTheClient(String redirect, String expected) {
        TestServer own = new TestServer(settings -> settings.client(ClientSettings.publicClient("own", redirect)));
        Browser visitor = own.browser();

        WebResponse page = visitor.open(authorize("client_id", "own", "redirect_uri", redirect));

        assertThat(policy(page)).endsWith(expected);
        assertThat(visitor.submit(visitor.signIn(page), "action", "approve")
                        .header("Location")
                        .orElseThrow())
                .startsWith(redirect + "?code=");
    }

    @Test
    @DisplayName("have a language, one heading, labels, and buttons in the order of use")
    void areAccessible() {
        WebResponse login = browser.open(authorize("login_hint", "alice"));
        assertThat(login.text())
                .contains(
                        "<html lang=\"en\">",
                        "<h1>Sign in</h1>",
                        "<label for=\"username\">",
                        "<label for=\"password\">")
                .contains(
                        "autocomplete=\"current-password\"",
                        "value=\"alice\"",
                        ":focus-visible",
                        "prefers-color-scheme");
        assertThat(login.text().split("<h1>", -1)).hasSize(2);
        assertThat(login.text().indexOf("value=\"login\""))
                .isLessThan(login.text().indexOf("value=\"deny\""));

        WebResponse wrong = browser.submit(login, "username", "alice", "password", "no", "action", "login");
        assertThat(wrong.text()).contains("<p role=\"alert\">Name or password is wrong.</p>", "value=\"alice\"");
        assertThat(wrong.text()).doesNotContain("value=\"no\"");
    }

    @Test
    void sayWhoAsksForWhatAndWhereThePersonGoesNext() {
        WebResponse consent = browser.signIn(browser.open(authorize("scope", "db:read db:write")));

        assertThat(consent.text())
                .contains("Allow Test App to connect?", "Bookshop", "db:read", "db:write", "client.example", "Alice")
                .doesNotContain("nobody has checked", "on this device");
    }

    @Test
    void warnOfAClientThatNamedItselfAndLivesOnThisDevice() {
        String body = """
                {"client_name":"<img src=x>\\u202eevil & \\"co\\"","redirect_uris":["http://localhost:1/cb"],
                 "token_endpoint_auth_method":"none"}""";
        String id = json(as.register(body)).string("client_id").orElseThrow();
        WebResponse consent =
                browser.signIn(browser.open(authorize("client_id", id, "redirect_uri", "http://localhost:2/cb")));

        assertThat(consent.text())
                .contains("&lt;img src=x&gt;evil &amp; &quot;co&quot;", "nobody has checked", "on this device")
                .contains("localhost:2")
                .doesNotContain("<img", "\u202e");
    }

    @ParameterizedTest
    @CsvSource({"httpx://client.example/cb, httpx:", "https-on-me://client.example/cb, https-on-me:"})
    void doNotShowTheHostOfASchemeThatOnlyLooksLikeTheWeb(String redirect, String shown) {
        TestServer own = new TestServer(settings -> settings.client(ClientSettings.publicClient("own", redirect)));
        Browser visitor = own.browser();

        WebResponse consent = visitor.signIn(visitor.open(authorize("client_id", "own", "redirect_uri", redirect)));

        assertThat(consent.text())
                .contains("<strong>" + shown + "</strong>", "on this device")
                .doesNotContain("client.example");
    }

    @Test
    void aFormOfAnotherSiteDoesNothing() {
        WebResponse begun = as.get(authorize());
        String txn = begun.header("Location").orElseThrow().replaceAll(".*txn=", "");

        WebResponse answer = as.form(
                "/authorize/interaction", "txn", txn, "username", "alice", "password", "wonderland", "action", "login");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(as.lastReason()).isEqualTo("login.other-browser");
    }

    @Test
    void aFormWithoutItsNonceChangesNothing() {
        WebResponse consent = browser.signIn(browser.open(authorize()));
        String txn = consent.text().replaceAll("(?s).*name=\"txn\" value=\"([^\"]+)\".*", "$1");

        WebResponse answer =
                browser.submit(WebResponse.html(200, ""), "txn", txn, "nonce", "guess", "action", "approve");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(as.lastReason()).isEqualTo("login.form-nonce");
        assertThat(parameters(browser.submit(answer, "action", "approve")).has("code"))
                .as("the page shown again works")
                .isTrue();
    }

    @Test
    void aNonceOfOneRequestIsNoneOfAnother() {
        Browser other = as.browser();
        WebResponse foreign = other.open(authorize());
        String nonce = foreign.text().replaceAll("(?s).*name=\"nonce\" value=\"([^\"]+)\".*", "$1");
        String txn = browser.open(authorize()).text().replaceAll("(?s).*name=\"txn\" value=\"([^\"]+)\".*", "$1");

        WebResponse answer = browser.submit(
                WebResponse.html(200, ""),
                "txn",
                txn,
                "nonce",
                nonce,
                "username",
                "alice",
                "password",
                "wonderland",
                "action",
                "login");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(as.lastReason()).isEqualTo("login.form-nonce");
    }

    @Test
    @DisplayName("two sign-ins in one browser do not cross (keyed by transaction)")
    void twoTabsStayApart() {
        WebResponse first = browser.open(authorize("state", "one"));
        WebResponse second = browser.open(authorize("state", "two"));

        WebResponse one = browser.submit(browser.signIn(first), "action", "approve");
        WebResponse two = browser.submit(browser.signIn(second), "action", "approve");

        assertThat(parameters(one).value("state")).contains("one");
        assertThat(parameters(two).value("state")).contains("two");
    }

    @Test
    void aSignInTakesANewCookieWhateverTheBrowserBrought() {
        WebResponse page = browser.open(authorize());
        String name = browser.cookies.keySet().iterator().next().replace("browser", "sign-in");
        browser.cookies.put(name, "A".repeat(43));

        browser.signIn(page);

        assertThat(browser.cookies.get(name)).hasSize(43).isNotEqualTo("A".repeat(43));
    }

    @Test
    @DisplayName(
            "cookies are __Host-, HttpOnly, Lax and Secure over https; without __Host- and Secure on loopback http")
    void cookiesAreBound() {
        assertThat(setCookie(as.get(authorize())))
                .startsWith("__Host-oauth-browser-")
                .contains("; Path=/", "; HttpOnly", "; SameSite=Lax", "; Secure")
                .doesNotContain("Domain");
        TestServer local = new TestServer(settings -> settings.issuer("http://localhost:8080"));
        assertThat(setCookie(local.get(authorize())))
                .startsWith("oauth-browser-")
                .contains("; HttpOnly", "; SameSite=Lax")
                .doesNotContain("Secure");
    }

    private static String setCookie(WebResponse response) {
        return response.headers().stream()
                .filter(header -> header.name().equals("Set-Cookie"))
                .map(Header::value)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void passwordsCanNotBeGuessedForLong() {
        TestServer strict = new TestServer(settings -> settings.loginFailures(3));
        for (int i = 0; i < 3; i++) {
            Browser fresh = strict.browser();
            fresh.submit(fresh.open(authorize()), "username", "ALICE", "password", "no" + i, "action", "login");
        }
        Browser right = strict.browser();
        WebResponse refused = right.signIn(right.open(authorize()));
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.header("Retry-After")).contains("301");

        strict.advance(Duration.ofMinutes(5));

        assertThat(right.signIn(refused).text()).contains("value=\"approve\"");
    }

    @Test
    @DisplayName("a name longer than any account's counts for its sign-in only, never for an account")
    void aNameThatNobodyCanHaveLocksNobodyOut() {
        String longest = "a".repeat(200);
        TestServer strict = new TestServer(
                settings -> settings.loginFailures(2),
                new InMemoryOAuthStore(),
                (name, password) -> name.equals(longest) ? Optional.of(new Subject("long", "Long")) : Optional.empty());
        Browser guesser = strict.browser();
        WebResponse page = guesser.open(authorize());
        for (int i = 0; i < 2; i++) {
            page = guesser.submit(page, "username", longest + "a", "password", "no", "action", "login");
        }
        Browser owner = strict.browser();

        assertThat(guesser.submit(page, "username", longest + "a", "password", "no", "action", "login")
                        .status())
                .isEqualTo(429);
        assertThat(owner.submit(owner.open(authorize()), "username", longest, "password", "x", "action", "login")
                        .text())
                .contains("value=\"approve\"");
    }

    @Test
    @DisplayName("passwords are checked a few at a time, because each check takes memory")
    void aFloodOfSignInsIsToldToWait() throws Exception {
        CountDownLatch checking = new CountDownLatch(1);
        CountDownLatch finish = new CountDownLatch(1);
        TestServer small =
                new TestServer(settings -> settings.concurrentLogins(1), new InMemoryOAuthStore(), (name, password) -> {
                    checking.countDown();
                    awaitQuietly(finish);
                    return TestServer.alice(name, password);
                });
        Browser first = small.browser();
        WebResponse page = first.open(authorize());
        CompletableFuture<WebResponse> signingIn = CompletableFuture.supplyAsync(() -> first.signIn(page));
        assertThat(checking.await(10, TimeUnit.SECONDS)).isTrue();

        Browser second = small.browser();
        WebResponse refused = second.signIn(second.open(authorize()));
        finish.countDown();

        assertThat(refused.status()).isEqualTo(429);
        assertThat(signingIn.get(10, TimeUnit.SECONDS).text()).contains("value=\"approve\"");
        assertThat(second.signIn(refused).text()).contains("value=\"approve\"");
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void anotherAccountCanTakeOver() {
        WebResponse consent = browser.signIn(browser.open(authorize()));

        WebResponse login = browser.submit(consent, "action", "switch");

        assertThat(login.text()).contains("type=\"password\"");
        assertThat(browser.open(authorize()).text()).as("signed out").contains("type=\"password\"");
    }

    @Test
    void promptLoginAsksForThePasswordAgain() {
        browser.signInAndApprove(authorize());

        assertThat(browser.open(authorize("prompt", "login")).text()).contains("type=\"password\"");
    }

    @Test
    void consentIsRememberedOnlyWhereTheOperatorWantsItAndTheClientCanNotBePosedAs() {
        TestServer remembering = new TestServer(settings ->
                settings.rememberConsent(true).client(ClientSettings.publicClient("local", "http://localhost/cb")));
        Browser visitor = remembering.browser();
        visitor.signInAndApprove(authorize("scope", "db:read"));

        assertThat(parameters(visitor.open(authorize("scope", "db:read"))).has("code"))
                .isTrue();
        assertThat(parameters(visitor.open(authorize("prompt", "none"))).has("code"))
                .isTrue();
        assertThat(visitor.open(authorize("scope", "db:read db:write")).text()).contains("value=\"approve\"");
        assertThat(visitor.open(authorize("prompt", "consent")).text()).contains("value=\"approve\"");
        visitor.submit(
                visitor.open(authorize("client_id", "local", "redirect_uri", "http://localhost:1/cb")),
                "action",
                "approve");
        assertThat(visitor.open(authorize("client_id", "local", "redirect_uri", "http://localhost:1/cb"))
                        .text())
                .contains("value=\"approve\"");
    }

    @Test
    void aRequestByPostWorksLikeOneByGet() {
        String query = authorize().substring("/authorize?".length());

        WebResponse response = as.post("/authorize", Map.of(), TestServer.FORM, query);

        assertThat(response.header("Location").orElseThrow()).contains("/authorize/interaction?txn=");
    }

    @Test
    void aPendingRequestEndsAfterItsTime() {
        WebResponse page = browser.open(authorize());
        as.advance(Duration.ofMinutes(15));

        assertThat(browser.signIn(page).text()).contains("This sign-in is over");
        assertThat(as.lastReason()).isEqualTo("login.transaction-unknown");
    }
}
