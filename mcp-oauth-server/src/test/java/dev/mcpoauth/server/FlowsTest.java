package dev.mcpoauth.server;

import static dev.mcpoauth.server.TestServer.authorize;
import static dev.mcpoauth.server.TestServer.json;
import static dev.mcpoauth.server.TestServer.parameters;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpoauth.core.journal.Flow;
import dev.mcpoauth.core.journal.FlowJournal;
import dev.mcpoauth.core.pkce.CodeVerifier;
import dev.mcpoauth.core.store.memory.InMemoryOAuthStore;
import dev.mcpoauth.server.http.WebRequest;
import dev.mcpoauth.server.http.WebResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The requests of one sign-in are one flow in the journal")
class FlowsTest {
    private static final CodeVerifier OTHER = CodeVerifier.of("another-verifier-of-forty-three-characters-x");

    private final FlowJournal journal = new FlowJournal();
    private final TestServer as = new TestServer(
            Device::allowed, new InMemoryOAuthStore(), TestServer::alice, builder -> builder.diagnostics(journal));

    private static List<String> reasons(Flow flow) {
        return flow.events().stream().map(event -> event.reason().id()).toList();
    }

    @Test
    void fromTheAuthorizationRequestToTheLastRefresh() {
        String refresh = as.tokens().string("refresh_token").orElseThrow();
        as.refresh(refresh);

        assertThat(journal.recent(10)).hasSize(1);
        assertThat(reasons(journal.recent(1).get(0)))
                .containsExactly(
                        "authorize.pending", "login.succeeded", "authorize.granted", "token.issued", "token.issued");
    }

    @Test
    void withAPushedRequest() {
        String uri = json(as.post("/par", Map.of(), TestServer.FORM, authorize().substring("/authorize?".length())))
                .string("request_uri")
                .orElseThrow();
        String code = parameters(as.browser()
                        .signInAndApprove("/authorize?" + TestServer.encode("client_id", "app", "request_uri", uri)))
                .value("code")
                .orElseThrow();
        as.redeem(code);

        assertThat(journal.recent(10)).hasSize(1);
        assertThat(reasons(journal.recent(1).get(0))).startsWith("par.pushed").endsWith("token.issued");
    }

    @Test
    void withADevice() {
        Device device = Device.begin(as);
        device.poll();
        device.answer(as.browser(), "approve");
        device.poll();

        assertThat(journal.recent(10)).hasSize(1);
        assertThat(reasons(journal.recent(1).get(0)))
                .startsWith("device.begun", "device.pending")
                .endsWith("token.issued");
    }

    @Test
    void aRefusalAtTheTokenEndpointIsWhereItStopped() {
        as.redeem(as.code(), "code_verifier", OTHER.reveal());

        assertThat(journal.recent(10)).hasSize(1);
        Flow flow = journal.recent(1).get(0);
        assertThat(flow.stoppedAt().map(event -> event.reason().id())).contains("pkce.verifier-mismatch");
        assertThat(flow.fact("client_id")).contains("app");
    }

    @Test
    void twoSignInsThatCrossAreTwoFlowsAndShowThatTheyDid() {
        String mine = as.code();
        as.code("code_challenge", OTHER.challenge().base64Url());

        as.redeem(mine, "code_verifier", OTHER.reveal());

        assertThat(journal.recent(10)).hasSize(2);
        Flow stopped = journal.recent(10).get(0);
        Flow other = journal.recent(10).get(1);
        assertThat(stopped.fact("challenge_of_verifier")).isEqualTo(other.fact("challenge"));
        assertThat(stopped.fact("challenge_of_verifier")).isNotEqualTo(stopped.fact("challenge"));
    }

    @Test
    @DisplayName("A traceparent joins what client and server know (W3C Trace Context §3.2)")
    void sharesATraceWithTheClient() {
        String trace = "4bf92f3577b34da6a3ce929d0e0e4736";
        for (String header :
                List.of("00-" + trace + "-00f067aa0ba902b7-01", "cc-" + trace + "-00f067aa0ba902b7-01-x")) {
            as.server.handle(WebRequest.of("GET", "/nowhere", "", Map.of("traceparent", List.of(header))));
        }

        assertThat(journal.recent(10)).hasSize(1);
        assertThat(journal.recent(1).get(0).fact("trace")).contains(trace);
    }

    @Test
    void takesNoTraceThatIsNone() {
        for (String header : List.of(
                "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more",
                "cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01more",
                "cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-" + "x".repeat(600),
                "<script>",
                "")) {
            WebResponse response =
                    as.server.handle(WebRequest.of("GET", "/nowhere", "", Map.of("traceparent", List.of(header))));
            assertThat(response.status()).isEqualTo(404);
        }

        assertThat(journal.recent(10))
                .allSatisfy(flow -> assertThat(flow.fact("trace")).isEmpty());
    }

    @Test
    void takesNoTraceOfSeveral() {
        String one = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        as.server.handle(WebRequest.of("GET", "/nowhere", "", Map.of("traceparent", List.of(one, one))));

        assertThat(journal.recent(1).get(0).fact("trace")).isEmpty();
    }
}
