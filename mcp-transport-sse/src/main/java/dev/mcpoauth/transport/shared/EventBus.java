package dev.mcpoauth.transport.shared;

import java.util.function.Consumer;

/**
 * Carries short texts from each node to all nodes, the sender among them, and to all in the same order. At most once: what
 * was sent while a node could not hear it is not repeated. Thread-safe.
 */
public interface EventBus {

    /**
     * Tells all nodes, soon.
     *
     * @throws SharedStateException if nobody can be told
     */
    void publish(String message);

    /** Listens until the subscription is closed. A listener must return soon and must not throw. */
    Subscription subscribe(Consumer<String> listener);

    /** Ends listening when closed. */
    interface Subscription extends AutoCloseable {
        @Override
        void close();
    }

    /** A bus within this process, which delivers on the thread of whoever publishes. */
    static EventBus inMemory() {
        return new MemoryEventBus();
    }
}
