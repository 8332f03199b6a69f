package dev.mcpoauth.core.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.mcpoauth.core.diagnostics.CorrelationId;
import dev.mcpoauth.core.diagnostics.Decision;
import dev.mcpoauth.core.diagnostics.DiagnosticEvent;
import dev.mcpoauth.core.diagnostics.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The journal of recent flows")
class FlowJournalTest {
    private static final Instant BEGAN = Instant.parse("2026-11-01T12:00:00Z");

    private final FlowJournal journal = new FlowJournal(3);
    private Instant now = BEGAN;
    private int requests;

    private void hear(Decision decision, String reason, String... facts) {
        hearIn("r" + ++requests, decision, reason, facts);
    }

    private void hearIn(String request, Decision decision, String reason, String... facts) {
        now = now.plusMillis(10);
        DiagnosticEvent.Builder event =
                DiagnosticEvent.at(now, new CorrelationId(request), decision, new Reason(reason));
        for (int i = 0; i < facts.length; i += 2) {
            event.fact(facts[i], facts[i + 1]);
        }
        journal.on(event.build());
    }

    private static List<String> reasons(Flow flow) {
        return flow.events().stream().map(event -> event.reason().id()).toList();
    }

    @Test
    void joinsTheRequestsOfOneSignIn() {
        hear(Decision.PERMITTED, "authorize.pending", "transaction", "t1", "client_id", "app");
        hear(Decision.PERMITTED, "authorize.pending", "transaction", "t2", "client_id", "app");
        hear(Decision.PERMITTED, "authorize.granted", "transaction", "t1", "grant", "g1");
        hear(Decision.REFUSED, "pkce.verifier-mismatch", "grant", "g1");

        Flow flow = journal.recent(10).get(0);

        assertThat(journal.recent(10)).hasSize(2);
        assertThat(reasons(flow)).containsExactly("authorize.pending", "authorize.granted", "pkce.verifier-mismatch");
        assertThat(flow.stoppedAt().map(event -> event.reason().id())).contains("pkce.verifier-mismatch");
        assertThat(flow.fact("client_id")).contains("app");
        assertThat(flow.took()).isEqualTo(Duration.ofMillis(30));
        assertThat(journal.find(flow.id())).contains(flow);
    }

    @Test
    void joinsEventsOfOneRequestAndOfOneTrace() {
        hearIn("same", Decision.TOLERATED, "token.pkce-tolerated");
        hearIn("same", Decision.PERMITTED, "token.issued");
        hear(Decision.REFUSED, "client.one", "trace", "a");
        hear(Decision.REFUSED, "server.one", "trace", "a");

        assertThat(journal.recent(10)).extracting(flow -> flow.events().size()).containsExactly(2, 2);
    }

    @Test
    void joinsTwoFlowsOnceAnEventShowsThatTheyAreOne() {
        hear(Decision.PERMITTED, "par.pushed", "pushed", "p1");
        hear(Decision.PERMITTED, "authorize.pending", "transaction", "t1");
        hear(Decision.PERMITTED, "authorize.granted", "transaction", "t1", "pushed", "p1");
        hear(Decision.PERMITTED, "token.issued", "pushed", "p1");

        assertThat(journal.recent(10)).hasSize(1);
        assertThat(reasons(journal.recent(10).get(0)))
                .containsExactly("par.pushed", "authorize.pending", "authorize.granted", "token.issued");
    }

    @Test
    void aFlowThatWentOnDidNotStop() {
        hear(Decision.REFUSED, "login.failed", "transaction", "t1");
        hear(Decision.PERMITTED, "login.succeeded", "transaction", "t1");

        assertThat(journal.recent(1).get(0).stoppedAt()).isEmpty();
    }

    @Test
    void keepsTheNewestWithinItsBound() {
        for (int i = 0; i < 100; i++) {
            hear(Decision.PERMITTED, "authorize.pending", "transaction", "t" + i);
        }

        assertThat(journal.recent(100))
                .extracting(flow -> flow.fact("transaction").orElseThrow())
                .containsExactly("t99", "t98", "t97");
    }

    @Test
    @DisplayName("A flood of refused requests stays within its bound and drives out no sign-in")
    void aFloodDrivesOutNoSignIn() {
        hear(Decision.PERMITTED, "authorize.pending", "transaction", "t1");
        for (int i = 0; i < 10_000; i++) {
            hear(Decision.REFUSED, "request.unknown-path", "path", "/" + i);
        }

        List<Flow> kept = journal.recent(100);

        assertThat(kept).hasSize(4);
        assertThat(kept.get(0).fact("path")).contains("/9999");
        assertThat(kept.get(3).fact("transaction")).contains("t1");
        hear(Decision.PERMITTED, "login.succeeded", "transaction", "t1");
        assertThat(journal.recent(1).get(0).events()).hasSize(2);
    }

    @Test
    void ofALongFlowKeepsHowItBeganAndWhatIsNewest() {
        for (int i = 0; i < 1000; i++) {
            hear(Decision.PERMITTED, "token.issued", "grant", "g1", "generation", String.valueOf(i));
        }

        Flow flow = journal.recent(1).get(0);

        assertThat(flow.events()).hasSize(OpenFlow.MOST);
        assertThat(flow.dropped()).isEqualTo(1000 - OpenFlow.MOST);
        assertThat(flow.events().get(0).facts()).containsEntry("generation", "0");
        assertThat(flow.last().facts()).containsEntry("generation", "999");
    }

    @Test
    void tellsWatchersWhichFlowChangedUntilTheyLeave() {
        List<Long> heard = new ArrayList<>();
        Runnable leave = journal.watch(heard::add);
        hear(Decision.PERMITTED, "authorize.pending", "transaction", "t1");
        hear(Decision.PERMITTED, "login.succeeded", "transaction", "t1");
        leave.run();
        hear(Decision.PERMITTED, "authorize.granted", "transaction", "t1");

        assertThat(heard).hasSize(2);
        assertThat(heard.get(0)).isEqualTo(heard.get(1));
    }

    @Test
    void tellsWhoWatchesWhichFlowsWentIntoAnother() {
        hear(Decision.PERMITTED, "par.pushed", "pushed", "p1");
        hear(Decision.PERMITTED, "authorize.pending", "transaction", "t1");
        List<Long> both = journal.recent(10).stream().map(Flow::id).sorted().toList();
        List<Long> heard = new ArrayList<>();
        journal.watch(heard::add);

        hear(Decision.PERMITTED, "authorize.granted", "transaction", "t1", "pushed", "p1");

        assertThat(heard).containsExactlyInAnyOrderElementsOf(both);
        assertThat(journal.find(both.get(0))).isPresent();
        assertThat(journal.find(both.get(1))).isEmpty();
    }

    @Test
    void aFloodOfInventedTracesDrivesOutNoSignIn() {
        hear(Decision.PERMITTED, "authorize.pending", "transaction", "t1");
        for (int i = 0; i < 1_000; i++) {
            hear(Decision.REFUSED, "request.unknown-path", "trace", String.format("%032x", i + 1));
        }

        assertThat(journal.recent(10)).hasSize(4);
        assertThat(journal.recent(10))
                .anySatisfy(flow -> assertThat(reasons(flow)).containsExactly("authorize.pending"));
    }

    @Test
    void findsAFlowByWhatAResponseOrAClientHas() {
        hearIn("r-1", Decision.PERMITTED, "authorize.pending", "transaction", "t1");
        hearIn(
                "r-2",
                Decision.REFUSED,
                "code.expired",
                "transaction",
                "t1",
                "trace",
                "4bf92f3577b34da6a3ce929d0e0e4736");

        Flow flow = journal.recent(1).get(0);
        assertThat(journal.findBy("r-1")).contains(flow);
        assertThat(journal.findBy("4bf92f3577b34da6a3ce929d0e0e4736")).contains(flow);
        assertThat(journal.findBy("t1")).isEmpty();
        assertThat(journal.findBy("")).isEmpty();
    }

    @Test
    void hasABound() {
        assertThatIllegalArgumentException().isThrownBy(() -> new FlowJournal(0));
        assertThatIllegalArgumentException().isThrownBy(() -> new FlowJournal(100_001));
    }
}
