package dev.mcpoauth.transport.server;

import dev.mcpoauth.transport.shared.EventBus;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * Carries changes to everybody who listens, on this node or on others. Delivery is at most once: a client that misses a
 * change finds out when its cached copy expires.
 */
public interface ChangeBus {

    /** Tells all listeners, soon. */
    void publish(Change change);

    /** Listens until the subscription is closed. A listener must return soon and must not throw. */
    Subscription subscribe(Consumer<Change> listener);

    /** Ends listening when closed. */
    interface Subscription extends AutoCloseable {
        @Override
        void close();
    }

    /** A bus within this process, which delivers on the publisher's thread. */
    static ChangeBus inMemory() {
        List<Consumer<Change>> listeners = new CopyOnWriteArrayList<>();
        return new ChangeBus() {
            @Override
            public void publish(Change change) {
                listeners.forEach(listener -> listener.accept(change));
            }

            @Override
            public Subscription subscribe(Consumer<Change> listener) {
                listeners.add(listener);
                return () -> listeners.remove(listener);
            }
        };
    }

    /**
     * A bus to all nodes. While the others can not be reached, listeners of this node are still told; the application never
     * hears of it.
     */
    static ChangeBus over(EventBus bus) {
        return new NodesChangeBus(bus);
    }
}
