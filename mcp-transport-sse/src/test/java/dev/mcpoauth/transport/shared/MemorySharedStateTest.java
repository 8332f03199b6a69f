package dev.mcpoauth.transport.shared;

import dev.mcpoauth.transport.SettableClock;
import java.time.Duration;
import org.junit.jupiter.api.Nested;

class MemorySharedStateTest {

    @Nested
    class Sessions extends SessionStoreContract {
        private final SettableClock clock = new SettableClock();
        private final SessionStore store = new MemorySessionStore(clock);

        @Override
        protected SessionStore one() {
            return store;
        }

        @Override
        protected SessionStore other() {
            return store;
        }

        @Override
        protected void pass(Duration time) {
            clock.advance(time);
        }
    }

    @Nested
    class Events extends EventStoreContract {
        private final EventStore store = new MemoryEventStore(200_000, 1_000_000);

        @Override
        protected EventStore store() {
            return store;
        }
    }

    @Nested
    class Bus extends EventBusContract {
        private final EventBus bus = EventBus.inMemory();

        @Override
        protected EventBus one() {
            return bus;
        }

        @Override
        protected EventBus other() {
            return bus;
        }
    }
}
