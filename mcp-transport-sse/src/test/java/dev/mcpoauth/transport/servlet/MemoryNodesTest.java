package dev.mcpoauth.transport.servlet;

import dev.mcpoauth.transport.shared.EventBus;
import dev.mcpoauth.transport.shared.MemoryEventStore;
import dev.mcpoauth.transport.shared.MemorySessionStore;
import dev.mcpoauth.transport.shared.SharedSessions;
import java.time.Clock;

class MemoryNodesTest extends NodesContract {

    private final SharedSessions shared = new SharedSessions(
            new MemorySessionStore(Clock.systemUTC()), new MemoryEventStore(1 << 20, 1 << 24), EventBus.inMemory());

    @Override
    SharedSessions newNode() {
        return shared;
    }
}
