package dev.mcpoauth.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mcpoauth.client.error.AuthException;
import dev.mcpoauth.client.error.AuthException.LoginRequired;
import dev.mcpoauth.client.login.LoginPrompt;
import dev.mcpoauth.client.login.LoopbackUserAgent;
import dev.mcpoauth.client.login.MemoryAttemptStore;
import dev.mcpoauth.client.registration.RegistrationSettings;
import dev.mcpoauth.client.testing.ClickingBrowser;
import dev.mcpoauth.client.testing.MutableClock;
import dev.mcpoauth.client.testing.ScriptedServer;
import dev.mcpoauth.core.RedirectUri;
import dev.mcpoauth.core.diagnostics.TraceParent;
import dev.mcpoauth.core.journal.Flow;
import dev.mcpoauth.core.journal.FlowJournal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A sign-in of the client is one flow in a journal, under the trace that its requests carry")
class SignInJournalTest {
    private final ScriptedServer server = new ScriptedServer();
    private final MutableClock clock = new MutableClock();
    private final FlowJournal journal = new FlowJournal();
    private final RegistrationSettings registration =
            RegistrationSettings.builder("test client").build();

    @AfterEach
    void stop() {
        server.close();
    }

    private OAuthClient.Builder users() {
        return OAuthClient.forUsers(LoopbackUserAgent.of(new ClickingBrowser(), LoginPrompt.NONE), registration)
                .clock(clock)
                .loginPatience(Duration.ofSeconds(5))
                .diagnostics(journal);
    }

    private ResourceSession signedIn(OAuthClient.Builder client) throws Exception {
        ResourceSession session = client.build().session(server.mcp());
        session.signIn();
        return session;
    }

    private static List<String> reasons(Flow flow) {
        return flow.events().stream().map(event -> event.reason().id()).toList();
    }

    private static final List<String> WHOLE = List.of(
            "client.discovery.found",
            "client.registration.registered",
            "client.login.begun",
            "client.login.answered",
            "client.token.obtained");

    /** The lines of this header that the server has got, from whoever is no browser. */
    private List<String> traceparents() {
        return server.pathsAsked().stream()
                .distinct()
                .filter(path -> !path.equals("/authorize"))
                .flatMap(path -> server.received(path).stream())
                .map(request -> request.headers().getOrDefault("traceparent", "none"))
                .toList();
    }

    @Test
    void fromDiscoveryToTokens() throws Exception {
        signedIn(users());

        assertThat(journal.recent(10)).hasSize(1);
        Flow flow = journal.recent(1).get(0);
        assertThat(reasons(flow)).isEqualTo(WHOLE);
        assertThat(flow.stoppedAt()).isEmpty();
        String trace = flow.fact("trace").orElseThrow();
        assertThat(traceparents())
                .hasSizeGreaterThan(3)
                .allSatisfy(header -> assertThat(TraceParent.parse(List.of(header)))
                        .map(TraceParent::traceId)
                        .contains(trace));
        assertThat(server.received("/authorize"))
                .allSatisfy(request -> assertThat(request.headers()).doesNotContainKey("traceparent"));
    }

    @Test
    void holdsNoSecret() throws Exception {
        signedIn(users());

        String told = journal.recent(10).get(0).events().toString();
        Map<String, String> redeemed = Map.of(
                "code", server.received("/token").get(0).form().value("code").orElseThrow(),
                "verifier",
                        server.received("/token")
                                .get(0)
                                .form()
                                .value("code_verifier")
                                .orElseThrow(),
                "state",
                        server.received("/authorize")
                                .get(0)
                                .query()
                                .value("state")
                                .orElseThrow());
        assertThat(redeemed.values()).allSatisfy(secret -> assertThat(told).doesNotContain(secret));
    }

    @Test
    void anotherOneIsAnotherTrace() throws Exception {
        signedIn(users());
        signedIn(users());

        assertThat(journal.recent(10)).hasSize(2);
        assertThat(journal.recent(10).get(0).fact("trace"))
                .isNotEqualTo(journal.recent(10).get(1).fact("trace"));
    }

    @Test
    void aRefusalIsWhereItStoppedAndItsExceptionHasTheTrace() {
        server.on("/token", request -> ScriptedServer.error("invalid_grant"));

        AuthException refused = catchThrowableOfType(AuthException.class, () -> signedIn(users()));

        Flow flow = journal.findBy(refused.traceId().orElseThrow()).orElseThrow();
        assertThat(flow.stoppedAt().map(event -> event.reason())).contains(refused.reason());
        assertThat(reasons(flow)).startsWith("client.discovery.found").endsWith("client.token.refused");
    }

    @Test
    void aRefreshIsAFlowOfItsOwn() throws Exception {
        ResourceSession session = signedIn(users());
        clock.advance(Duration.ofHours(2));

        session.headers("POST", server.mcp());

        assertThat(reasons(journal.recent(1).get(0))).containsExactly("client.token.refreshed");
        assertThat(server.tokenRequests("refresh_token"))
                .singleElement()
                .satisfies(request -> assertThat(request.headers().get("traceparent"))
                        .contains(journal.recent(1).get(0).fact("trace").orElseThrow()));
    }

    @Test
    void aWebApplicationsIsOneAlsoIfAnotherRequestEndsIt() throws Exception {
        OAuthClient web = OAuthClient.forWebUsers(
                        new RedirectUri("https://app.example.com/callback"),
                        new MemoryAttemptStore(clock),
                        registration)
                .clock(clock)
                .diagnostics(journal)
                .build();
        ResourceSession session = web.session(server.mcp(), "alice");
        LoginRequired asked = catchThrowableOfType(LoginRequired.class, session::signIn);
        String answer = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(asked.authorizationUrl()).build(), BodyHandlers.ofString())
                .headers()
                .firstValue("Location")
                .orElseThrow();

        web.completeLogin(URI.create(answer).getRawQuery(), "alice");

        assertThat(journal.recent(10)).hasSize(1);
        assertThat(reasons(journal.recent(1).get(0))).startsWith(WHOLE.get(0)).endsWith("client.token.obtained");
    }

    @Test
    void belongsToTheTraceOfTheApplicationIfItHasOne() throws Exception {
        TraceParent application = TraceParent.generate(new Random(1));

        signedIn(users().traceparent(() -> Optional.of(application)));

        assertThat(traceparents()).containsOnly(application.header());
        assertThat(journal.findBy(application.traceId())).isPresent();
    }

    @Test
    void tellsServersNoTraceIfNotToBe() throws Exception {
        signedIn(users().traceparent(Optional::empty));

        assertThat(traceparents()).containsOnly("none");
        assertThat(reasons(journal.recent(1).get(0))).isEqualTo(WHOLE);
        assertThat(journal.recent(1).get(0).fact("trace")).isEmpty();
    }
}
