package dev.mcpoauth.server;

import static dev.mcpoauth.server.TestServer.REDIRECT;
import static dev.mcpoauth.server.TestServer.authorize;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mcpoauth.core.diagnostics.CorrelationId;
import dev.mcpoauth.core.diagnostics.Decision;
import dev.mcpoauth.core.diagnostics.DiagnosticEvent;
import dev.mcpoauth.core.diagnostics.Reason;
import dev.mcpoauth.core.journal.FlowJournal;
import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.core.pkce.CodeVerifier;
import dev.mcpoauth.core.store.memory.InMemoryOAuthStore;
import dev.mcpoauth.server.flows.FlowStreams;
import dev.mcpoauth.server.http.LiveBody;
import dev.mcpoauth.server.http.WebRequest;
import dev.mcpoauth.server.http.WebResponse;
import dev.mcpoauth.server.settings.ClientSettings;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The page of recent flows")
class FlowPageTest {
    private static final CodeVerifier OTHER = CodeVerifier.of("another-verifier-of-forty-three-characters-x");

    private final FlowJournal journal = new FlowJournal();

    private TestServer server(String... operators) {
        return new TestServer(
                settings -> settings.client(ClientSettings.publicClient("slashed", "https://client.example/done")),
                new InMemoryOAuthStore(),
                TestServer::alice,
                builder -> builder.flowPage(journal, Set.of(operators)));
    }

    private static WebResponse list(Browser browser) {
        return browser.signIn(browser.open("/flows"));
    }

    /** The flow at the top of the list. */
    private static WebResponse newest(Browser browser, WebResponse list) {
        Matcher link = Pattern.compile("/flows\\?flow=\\d+").matcher(list.text());
        assertThat(link.find()).isTrue();
        return browser.open(link.group());
    }

    @Test
    void isNotThereUnlessTheOperatorWantsIt() {
        assertThat(new TestServer().get("/flows").status()).isEqualTo(404);
    }

    @Test
    void showsNothingToWhoIsNotSignedIn() {
        TestServer as = server("alice-id");
        as.tokens();

        WebResponse page = as.get("/flows");

        assertThat(page.status()).isEqualTo(303);
        assertThat(page.header("Location").orElseThrow()).contains("/authorize/interaction?txn=");
        assertThat(page.text()).isEmpty();
    }

    @Test
    void showsNothingToWhoIsNoOperator() {
        TestServer as = server("bob-id");
        as.tokens();

        WebResponse page = list(as.browser());

        assertThat(page.status()).isEqualTo(403);
        assertThat(page.text()).doesNotContain("token.issued").doesNotContain("app");
        assertThat(journal.recent(1).get(0).last().reason().id()).isEqualTo("flows.not-permitted");
    }

    @Test
    void listsWhereEachFlowStands() {
        TestServer as = server("alice-id");
        as.tokens();
        as.redeem(as.code(), "code_verifier", OTHER.reveal());

        WebResponse page = list(as.browser());

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.text()).contains("token.issued").contains("class=\"stopped\">REFUSED pkce.verifier-mismatch");
        assertThat(page.header("Content-Security-Policy").orElseThrow())
                .matches("default-src 'none'; style-src 'sha256-[^']+'; base-uri 'none'; frame-ancestors 'none'; "
                        + "form-action 'self'; script-src 'sha256-[^']+'; connect-src 'self'; "
                        + "require-trusted-types-for 'script'; trusted-types 'none'");
        assertThat(page.header("Cache-Control")).contains("no-store");
    }

    @Test
    @DisplayName("WCAG 2.2.1: it renews itself only for who wants that")
    void renewsItselfIfAsked() {
        TestServer as = server("alice-id");
        Browser browser = as.browser();

        assertThat(list(browser).text()).doesNotContain("http-equiv").contains("/flows?live=yes");
        assertThat(browser.open("/flows?live=yes").text()).contains("http-equiv=\"refresh\" content=\"5\"");
    }

    @Test
    void saysOfOneFlowWhyItStoppedAndWhatToDo() {
        TestServer as = server("alice-id");
        Browser browser = as.browser();
        list(browser);
        as.redeem(as.code(), "redirect_uri", "https://client.example/other");

        String page = newest(browser, browser.open("/flows")).text();

        assertThat(page)
                .contains("Stopped: redirect.mismatch")
                .contains("<dt>Cause</dt>")
                .contains("<dt>Remedy</dt>")
                .contains("browser at /authorize")
                .contains("client at /token")
                .contains("authorize.granted")
                .containsPattern("\\n\\+\\d+ ms REFUSED redirect.mismatch");
    }

    @Test
    void tellsCrossedSignInsFromAWrongVerifier() {
        TestServer as = server("alice-id");
        Browser browser = as.browser();
        list(browser);
        String mine = as.code();
        as.code("code_challenge", OTHER.challenge().base64Url());
        as.redeem(mine, "code_verifier", OTHER.reveal());

        String page = newest(browser, browser.open("/flows")).text();

        assertThat(page).contains("Two sign-ins crossed");
    }

    @Test
    void tellsASlashFromAnotherAddress() {
        TestServer as = server("alice-id");
        Browser browser = as.browser();
        list(browser);
        as.get(authorize("client_id", "slashed", "redirect_uri", "https://client.example/done/"));

        String page = newest(browser, browser.open("/flows")).text();

        assertThat(page).contains("redirect.not-registered").contains("by the slash at its end only");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<script>alert(1)</script>",
                "\"><img src=x onerror=alert(1)>",
                "</pre><script>alert(1)</script>",
                "' onmouseover='alert(1)",
                "</style><script>alert(1)</script>"
            })
    @DisplayName("What strangers chose is text, on the list, in a flow and in what arrives later (stored XSS)")
    void escapesWhatStrangersChose(String hostile) {
        TestServer as = server("alice-id");
        Browser browser = as.browser();
        list(browser);
        journal.on(DiagnosticEvent.at(
                        as.now(), new CorrelationId("hostile"), Decision.REFUSED, new Reason("request.unknown-path"))
                .fact("client_id", hostile)
                .fact("scope", hostile)
                .fact("path", "/" + hostile)
                .build());

        WebResponse list = browser.open("/flows");

        assertThat(list.text()).doesNotContain(hostile);
        assertThat(newest(browser, list).text()).doesNotContain(hostile);
        Follower follower = new Follower();
        browser.open("/flows/live").live().orElseThrow().begin(follower);
        await().until(() -> !follower.told.isEmpty());
        assertThat(follower.cells()).anySatisfy(cells -> assertThat(cells).contains(hostile));
    }

    /** A browser that looks on. */
    private static final class Follower implements LiveBody.Reader {
        private static final Pattern ROW = Pattern.compile("data:(\\{.*\\})\n\n");
        private final List<String> told = new CopyOnWriteArrayList<>();
        private volatile boolean ended;

        @Override
        public boolean offer(String text) {
            return told.add(text);
        }

        @Override
        public void end() {
            ended = true;
        }

        /** What the script of the page writes as text, as nothing in the stream is HTML. */
        List<List<String>> cells() {
            return ROW.matcher(String.join("", told))
                    .results()
                    .map(row -> JsonObject.parse(row.group(1)).strings("cells").orElse(List.of()))
                    .toList();
        }
    }

    @Test
    void theScriptWritesTextOnly() {
        TestServer as = server("alice-id");

        String page = list(as.browser()).text();

        String script = page.substring(page.indexOf("<script>"), page.indexOf("</script>"));
        assertThat(script).contains("EventSource").doesNotContain("innerHTML", "outerHTML", "insertAdjacent", "eval");
        assertThat(page.indexOf("<script>")).isEqualTo(page.lastIndexOf("<script>"));
    }

    @Test
    @DisplayName("What happens arrives as server-sent events (WHATWG HTML §9.2)")
    void isFollowedLive() {
        TestServer as = server("alice-id");
        Browser browser = as.browser();
        list(browser);
        WebResponse stream = browser.open("/flows/live");
        assertThat(stream.header("Content-Type")).contains("text/event-stream");
        assertThat(stream.header("Cache-Control")).contains("no-store");
        Follower follower = new Follower();
        Runnable gone = stream.live().orElseThrow().begin(follower);

        as.redeem(as.code(), "code_verifier", OTHER.reveal());

        await().untilAsserted(() -> assertThat(follower.cells())
                .anySatisfy(cells -> assertThat(cells).contains("app", "REFUSED pkce.verifier-mismatch")));
        gone.run();
        as.server.endStreams();
        assertThat(follower.ended).isFalse();
    }

    @Test
    void isFollowedByNobodyWhoMayNotSeeIt() {
        TestServer as = server("bob-id");
        Browser browser = as.browser();

        WebResponse stranger = browser.open("/flows/live");
        list(browser);
        WebResponse noOperator = browser.open("/flows/live");

        assertThat(List.of(stranger, noOperator)).allSatisfy(refused -> {
            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.live()).isEmpty();
            assertThat(refused.text()).contains("access_denied");
        });
    }

    @Test
    void isFollowedNoLongerThanTheSignInLasts() {
        TestServer as = server("alice-id");
        Browser browser = as.browser();
        list(browser);
        LiveBody stream = browser.open("/flows/live").live().orElseThrow();
        as.advance(as.server.settings().lifetimes().signIn());
        Follower follower = new Follower();

        stream.begin(follower);

        await().until(() -> follower.ended);
        assertThat(follower.told).isEmpty();
    }

    @Test
    void isFollowedBySoManyAtOnce() {
        TestServer as = server("alice-id");
        Browser browser = as.browser();
        list(browser);
        List<Follower> followers =
                Stream.generate(Follower::new).limit(FlowStreams.MOST).toList();
        followers.forEach(
                follower -> browser.open("/flows/live").live().orElseThrow().begin(follower));

        WebResponse refused = browser.open("/flows/live");

        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.header("Retry-After")).isPresent();
        assertThat(journal.recent(1).get(0).last().reason().id()).isEqualTo("flows.too-many-watchers");
        as.server.endStreams();
        assertThat(followers).allMatch(follower -> follower.ended);
    }

    @Test
    void theReportHoldsNoAddressOfAPersonAndNoSecret() {
        TestServer as = server("alice-id");
        Browser browser = as.browser();
        list(browser);
        String code = as.code();
        String form = TestServer.encode(
                "grant_type",
                "authorization_code",
                "client_id",
                "app",
                "code",
                code,
                "redirect_uri",
                REDIRECT,
                "code_verifier",
                OTHER.reveal());
        as.server.handle(WebRequest.of("POST", "/token", "", Map.of("Content-Type", List.of(TestServer.FORM)))
                .withAddress("192.0.2.7")
                .withBody(form.getBytes(StandardCharsets.UTF_8)));

        String page = newest(browser, browser.open("/flows")).text();
        String report = page.substring(page.indexOf("<pre"), page.indexOf("</pre>"));

        assertThat(page).contains("192.0.2.7").doesNotContain(code).doesNotContain(OTHER.reveal());
        assertThat(report).contains("pkce.verifier-mismatch").doesNotContain("192.0.2.7");
    }

    @Test
    @DisplayName("by what its response has, or by the trace that the client sent (W3C Trace Context §3.2)")
    void findsTheFlowThatSomebodyAsksAbout() {
        TestServer as = server("alice-id");
        Browser browser = as.browser();
        list(browser);
        String trace = "4bf92f3577b34da6a3ce929d0e0e4736";
        String form = TestServer.encode("grant_type", "authorization_code", "client_id", "app", "code", as.code());
        WebResponse refused =
                as.post("/token", Map.of("traceparent", "00-" + trace + "-00f067aa0ba902b7-01"), TestServer.FORM, form);
        String correlation = refused.header("X-Correlation-Id").orElseThrow();

        assertThat(List.of("/flows?id=" + trace, "/flows?id=+" + correlation + "+"))
                .allSatisfy(url -> assertThat(browser.open(url).text())
                        .contains("Stopped: ", "authorize.granted", "trace=" + trace));
        assertThat(browser.open("/flows?id=%3Cscript%3E").text())
                .contains("not known")
                .doesNotContain("<script>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "99999", "-1", "x", "9999999999999999999999"})
    void ofAFlowThatIsForgottenSaysSo(String id) {
        TestServer as = server("alice-id");
        Browser browser = as.browser();
        list(browser);

        assertThat(browser.open("/flows?flow=" + id).text()).contains("not known");
    }
}
