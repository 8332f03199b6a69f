package dev.mcpoauth.server.flows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpoauth.core.diagnostics.CorrelationId;
import dev.mcpoauth.core.diagnostics.Decision;
import dev.mcpoauth.core.diagnostics.DiagnosticEvent;
import dev.mcpoauth.core.diagnostics.Reason;
import dev.mcpoauth.core.journal.FlowJournal;
import dev.mcpoauth.core.store.StoreException;
import dev.mcpoauth.server.http.LiveBody;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The stream of recent flows")
class FlowStreamsTest {
    private final FlowJournal journal = new FlowJournal();
    private final List<Runnable> ticking = new ArrayList<>();
    private final FlowStreams streams = new FlowStreams(journal, (interval, tick) -> {
        ticking.add(tick);
        return () -> ticking.remove(tick);
    });

    /** Takes what it is told, unless it is slow. */
    private static final class Fake implements LiveBody.Reader {
        private final List<String> told = new ArrayList<>();
        private boolean slow;
        private boolean ended;

        @Override
        public boolean offer(String text) {
            return !slow && told.add(text);
        }

        @Override
        public void end() {
            ended = true;
        }

        String last() {
            return told.get(told.size() - 1);
        }
    }

    private Runnable follow(Fake reader) {
        return streams.stream(() -> true).begin(reader);
    }

    private void hear(String request, String... facts) {
        DiagnosticEvent.Builder event = DiagnosticEvent.at(
                Instant.EPOCH, new CorrelationId(request), Decision.REFUSED, new Reason("request.unknown-path"));
        for (int i = 0; i < facts.length; i += 2) {
            event.fact(facts[i], facts[i + 1]);
        }
        journal.on(event.build());
    }

    private void tick(int times) {
        for (int i = 0; i < times; i++) {
            List.copyOf(ticking).forEach(Runnable::run);
        }
    }

    @Test
    void beginsWithWhatIsThereTheOldestFirst() {
        hear("a", "client_id", "one");
        hear("b", "client_id", "two");
        Fake reader = new Fake();

        follow(reader);
        tick(1);

        assertThat(reader.told).hasSize(1);
        assertThat(reader.last())
                .isEqualTo("data:{\"id\":1,\"cells\":[\"1970-01-01T00:00:00Z\",\"one\",\"1\",\"0 ms\",\"REFUSED"
                        + " request.unknown-path\"],\"stopped\":true}\n\n"
                        + "data:{\"id\":2,\"cells\":[\"1970-01-01T00:00:00Z\",\"two\",\"1\",\"0 ms\",\"REFUSED"
                        + " request.unknown-path\"],\"stopped\":true}\n\n");
    }

    @Test
    void tellsOnceOfAFlowThatChangesOften() {
        Fake reader = new Fake();
        follow(reader);
        tick(1);

        IntStream.range(0, 40).forEach(i -> hear("same"));
        tick(2);

        assertThat(reader.told).hasSize(2);
        assertThat(reader.last()).containsOnlyOnce("data:").contains("\"40\"");
    }

    @Test
    void saysWhichFlowWentIntoAnother() {
        Fake reader = new Fake();
        follow(reader);
        hear("a", "pushed", "p");
        hear("b", "transaction", "t");
        tick(1);

        hear("c", "pushed", "p", "transaction", "t");
        tick(1);

        assertThat(reader.last()).contains("data:{\"id\":2}\n\n").contains("data:{\"id\":1,\"cells\"");
    }

    @Test
    void aFloodIsNoMoreThanThePageShows() {
        Fake reader = new Fake();
        follow(reader);

        IntStream.range(0, 5_000).forEach(i -> hear("r" + i));
        tick(1);

        assertThat(reader.last().split("data:", -1)).hasSize(FlowPages.SHOWN + 1);
        assertThat(reader.last()).contains("{\"id\":5000,").doesNotContain("{\"id\":4900,");
    }

    @Test
    void showsThatItIsThereWhereNothingHappens() {
        Fake reader = new Fake();
        follow(reader);

        tick(FlowStreams.BEAT + 1);

        assertThat(reader.told).containsExactly(":\n\n", ":\n\n");
    }

    @Test
    void whoCatchesUpIsToldWhatIsThen() {
        Fake reader = new Fake();
        follow(reader);
        tick(1);
        reader.slow = true;
        hear("a");
        tick(5);
        hear("a");
        hear("b");
        reader.slow = false;
        tick(1);

        assertThat(reader.last())
                .contains("\"id\":1,\"cells\":[\"1970-01-01T00:00:00Z\",\"\",\"2\"")
                .contains("\"id\":2,");
        assertThat(reader.ended).isFalse();
    }

    @Test
    void whoTakesNothingIsLetGo() {
        Fake slow = new Fake();
        Fake quick = new Fake();
        follow(slow);
        follow(quick);
        hear("a");
        slow.slow = true;

        tick(FlowStreams.MOST_BEHIND - 1);
        assertThat(slow.ended).isFalse();
        tick(1);

        assertThat(slow.ended).isTrue();
        assertThat(quick.ended).isFalse();
    }

    @Test
    void whoMayLookOnNoLongerIsLetGo() {
        AtomicBoolean permitted = new AtomicBoolean(true);
        Fake reader = new Fake();
        streams.stream(permitted::get).begin(reader);
        tick(FlowStreams.BEAT);
        permitted.set(false);
        hear("a");

        tick(1);

        assertThat(reader.ended).isTrue();
        assertThat(reader.told).containsExactly(":\n\n");
    }

    @Test
    void whoLooksOnIsLetGoWhereTheStoreIsDown() {
        Fake reader = new Fake();
        streams.stream(() -> {
                    throw new StoreException("down", new IllegalStateException());
                })
                .begin(reader);

        tick(1);

        assertThat(reader.ended).isTrue();
    }

    @Test
    void hasRoomForSoMany() {
        List<Fake> readers =
                IntStream.range(0, FlowStreams.MOST).mapToObj(i -> new Fake()).toList();
        List<Runnable> gone = readers.stream().map(this::follow).toList();
        Fake late = new Fake();

        assertThat(streams.isFull()).isTrue();
        follow(late);
        assertThat(late.ended).isTrue();

        gone.get(0).run();
        assertThat(streams.isFull()).isFalse();
    }

    @Test
    void runsNothingWhileNobodyLooksOn() {
        assertThat(ticking).isEmpty();
        Runnable one = follow(new Fake());
        Runnable other = follow(new Fake());
        assertThat(ticking).hasSize(1);

        one.run();
        one.run();
        assertThat(ticking).hasSize(1);
        other.run();

        assertThat(ticking).isEmpty();
        hear("a");
    }

    @Test
    void endsForAll() {
        Fake reader = new Fake();
        follow(reader);

        streams.end();

        assertThat(reader.ended).isTrue();
    }
}
