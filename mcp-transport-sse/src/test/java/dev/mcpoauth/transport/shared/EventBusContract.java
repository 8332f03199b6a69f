package dev.mcpoauth.transport.shared;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What every {@link EventBus} promises. Extend it and hand out the bus of two nodes. */
public abstract class EventBusContract {

    /** The bus as one node has it. */
    protected abstract EventBus one();

    /** The bus as another node has it. */
    protected abstract EventBus other();

    private static final class Ear implements AutoCloseable {
        final List<String> heard = new CopyOnWriteArrayList<>();
        private final EventBus.Subscription subscription;

        Ear(EventBus bus) {
            subscription = bus.subscribe(heard::add);
        }

        @Override
        public void close() {
            subscription.close();
        }
    }

    @Test
    void allNodesHearEverythingTheSenderIncluded() {
        try (Ear here = new Ear(one());
                Ear there = new Ear(other())) {
            one().publish("\u00e4\ud83d\ude00 \n\u0000");
            Awaitility.await()
                    .untilAsserted(() -> assertThat(there.heard).containsExactly("\u00e4\ud83d\ude00 \n\u0000"));
            Awaitility.await().untilAsserted(() -> assertThat(here.heard).isEqualTo(there.heard));
        }
    }

    @Test
    void allHearTheSameOrder() {
        try (Ear here = new Ear(one());
                Ear there = new Ear(other())) {
            for (int i = 0; i < 300; i++) (i % 2 == 0 ? one() : other()).publish("m" + i);
            Awaitility.await().untilAsserted(() -> assertThat(there.heard).hasSize(300));
            Awaitility.await().untilAsserted(() -> assertThat(here.heard).hasSize(300));
            assertThat(here.heard)
                    .isEqualTo(there.heard)
                    .isEqualTo(IntStream.range(0, 300).mapToObj(i -> "m" + i).toList());
        }
    }

    @Test
    void manySendersLoseNothing() {
        try (Ear here = new Ear(one());
                Ear there = new Ear(other())) {
            List<CompletableFuture<Void>> senders = IntStream.range(0, 8)
                    .mapToObj(sender -> CompletableFuture.runAsync(() -> {
                        for (int i = 0; i < 25; i++) (sender % 2 == 0 ? one() : other()).publish(sender + "." + i);
                    }))
                    .toList();
            senders.forEach(CompletableFuture::join);
            Awaitility.await()
                    .untilAsserted(() -> assertThat(there.heard).hasSize(200).doesNotHaveDuplicates());
            Awaitility.await()
                    .untilAsserted(() -> assertThat(here.heard).hasSize(200).doesNotHaveDuplicates());
        }
    }

    @Test
    void oneThatFailsKeepsNobodyFromHearing() {
        EventBus.Subscription failing = one().subscribe(message -> {
            throw new IllegalStateException("on purpose");
        });
        try (Ear here = new Ear(one())) {
            one().publish("a");
            one().publish("b");
            Awaitility.await().untilAsserted(() -> assertThat(here.heard).containsExactly("a", "b"));
        } finally {
            failing.close();
        }
    }

    @Test
    void whoLeftHearsNothing() {
        Ear here = new Ear(one());
        here.close();
        try (Ear there = new Ear(other())) {
            one().publish("x");
            Awaitility.await().untilAsserted(() -> assertThat(there.heard).containsExactly("x"));
        }
        assertThat(here.heard).isEmpty();
    }
}
