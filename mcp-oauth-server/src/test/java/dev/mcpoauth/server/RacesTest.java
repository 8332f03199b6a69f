package dev.mcpoauth.server;

import static dev.mcpoauth.server.TestServer.authorize;
import static dev.mcpoauth.server.TestServer.json;
import static dev.mcpoauth.server.TestServer.parameters;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpoauth.core.store.Cursor;
import dev.mcpoauth.core.store.GrantSelector;
import dev.mcpoauth.core.store.OAuthStore;
import dev.mcpoauth.core.store.memory.InMemoryOAuthStore;
import dev.mcpoauth.server.http.WebResponse;
import dev.mcpoauth.server.settings.SettingsBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.RepeatedTest;

@DisplayName("Requests that race for one credential")
class RacesTest {
    private static final int THREADS = 12;
    private static final UnaryOperator<SettingsBuilder> PATIENT = settings -> settings.replaysPerCredential(THREADS);
    private static final UnaryOperator<SettingsBuilder> STRICT =
            settings -> settings.codeReplayWindow(Duration.ZERO).refreshReplayWindow(Duration.ZERO);

    /** A fresh store. */
    OAuthStore store() {
        return new InMemoryOAuthStore();
    }

    private TestServer server(UnaryOperator<SettingsBuilder> with) {
        return new TestServer(with, store(), TestServer::alice);
    }

    private static List<WebResponse> race(Callable<WebResponse> request) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        CyclicBarrier start = new CyclicBarrier(THREADS);
        try {
            List<Future<WebResponse>> running = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                running.add(threads.submit(() -> {
                    start.await();
                    return request.call();
                }));
            }
            List<WebResponse> responses = new ArrayList<>();
            for (Future<WebResponse> one : running) {
                responses.add(one.get());
            }
            return responses;
        } finally {
            threads.shutdownNow();
        }
    }

    private static void areIdentical(List<WebResponse> responses) {
        assertThat(responses).allSatisfy(one -> assertThat(one.status()).isEqualTo(200));
        assertThat(responses.stream().map(WebResponse::text).distinct()).hasSize(1);
    }

    @RepeatedTest(10)
    void oneCodeHasOneWinnerAndTheOthersGetTheSameBytes() throws Exception {
        TestServer as = server(PATIENT);
        String code = as.code();

        areIdentical(race(() -> as.redeem(code)));

        assertThat(as.reasons().stream().filter("token.issued"::equals)).hasSize(1);
        assertThat(as.reasons().stream().filter("code.submitted-twice"::equals)).hasSize(THREADS - 1);
    }

    @RepeatedTest(10)
    void oneRefreshTokenHasOneSuccessorAndTheOthersGetTheSameBytes() throws Exception {
        TestServer as = server(PATIENT);
        String token = as.tokens().string("refresh_token").orElseThrow();

        List<WebResponse> responses = race(() -> as.refresh(token));

        areIdentical(responses);
        assertThat(as.reasons().stream().filter("refresh.repeated"::equals)).hasSize(THREADS - 1);
        String next = json(responses.get(0)).string("refresh_token").orElseThrow();
        assertThat(as.refresh(next).status()).isEqualTo(200);
        assertThat(as.refresh(token).status()).as("the successor was used").isEqualTo(400);
    }

    @RepeatedTest(10)
    void withoutWindowOneCodeHasOneWinnerWhoseTokensEndToo() throws Exception {
        TestServer as = server(STRICT);
        String code = as.code();

        List<WebResponse> responses = race(() -> as.redeem(code));

        List<WebResponse> winners =
                responses.stream().filter(one -> one.status() == 200).toList();
        assertThat(winners).hasSize(1);
        for (WebResponse winner : winners) {
            String refresh = json(winner).string("refresh_token").orElseThrow();
            assertThat(as.refresh(refresh).status()).isEqualTo(400);
        }
    }

    @RepeatedTest(10)
    void oneConsentGivesOneCode() throws Exception {
        TestServer as = server(settings -> settings);
        Browser browser = as.browser();
        WebResponse page = browser.signIn(browser.open(authorize()));
        List<WebResponse> pages = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            pages.add(browser.open(location(page)));
        }
        Iterator<WebResponse> forms = pages.iterator();

        List<WebResponse> responses = race(() -> {
            WebResponse form;
            synchronized (forms) {
                form = forms.next();
            }
            return browser.submit(form, "action", "approve");
        });

        assertThat(responses.stream().filter(one -> one.status() == 303))
                .hasSize(1)
                .allSatisfy(one -> assertThat(parameters(one).has("code")).isTrue());
    }

    private static String location(WebResponse page) {
        Matcher txn = Pattern.compile("name=\"txn\" value=\"([^\"]+)\"").matcher(page.text());
        assertThat(txn.find()).isTrue();
        return "/authorize/interaction?txn=" + txn.group(1);
    }

    @RepeatedTest(10)
    void oneAssertionIsGoodOnceOnTwoNodesTogether() throws Exception {
        OAuthStore shared = store();
        List<TestServer> nodes = List.of(
                new TestServer(IdentityProvider::allowed, shared, TestServer::alice),
                new TestServer(IdentityProvider::allowed, shared, TestServer::alice));
        String assertion = IdentityProvider.assertion(nodes.get(0));
        AtomicInteger turn = new AtomicInteger();
        List<WebResponse> responses =
                race(() -> IdentityProvider.present(nodes.get(turn.getAndIncrement() % 2), assertion));

        assertThat(responses).filteredOn(response -> response.status() == 200).hasSize(1);
        assertThat(responses)
                .filteredOn(response -> response.status() != 200)
                .allSatisfy(response -> assertThat(TestServer.error(response)).isEqualTo("invalid_grant"));
        assertThat(nodes.stream().flatMap(node -> node.reasons().stream()))
                .filteredOn("identity-assertion.replayed"::equals)
                .hasSize(THREADS - 1);
        GrantSelector agents = new GrantSelector.OfClient("agent");
        assertThat(shared.grants().list(agents, Cursor.START, 10).items()).hasSize(1);
    }
}
