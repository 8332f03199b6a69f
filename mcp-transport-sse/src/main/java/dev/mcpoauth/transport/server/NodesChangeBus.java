package dev.mcpoauth.transport.server;

import dev.mcpoauth.transport.shared.EventBus;
import dev.mcpoauth.transport.shared.SharedStateException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Changes as messages of the bus that nodes have in common. */
final class NodesChangeBus implements ChangeBus {

    private static final Logger LOGGER = LoggerFactory.getLogger(NodesChangeBus.class);
    private static final String PREFIX = "change ";

    private final EventBus bus;
    private final List<Consumer<Change>> listeners = new CopyOnWriteArrayList<>();

    NodesChangeBus(EventBus bus) {
        this.bus = bus;
    }

    @Override
    public void publish(Change change) {
        try {
            bus.publish(PREFIX + change.kind() + " " + change.uri());
        } catch (SharedStateException e) {
            LOGGER.warn("other nodes were not told that something changed ({})", change.kind(), e);
            listeners.forEach(listener -> listener.accept(change));
        }
    }

    @Override
    public Subscription subscribe(Consumer<Change> listener) {
        listeners.add(listener);
        EventBus.Subscription heard = bus.subscribe(message -> parse(message).ifPresent(listener));
        return () -> {
            heard.close();
            listeners.remove(listener);
        };
    }

    // A node of another version may say what this one does not know.
    private static Optional<Change> parse(String message) {
        if (!message.startsWith(PREFIX)) return Optional.empty();
        String[] parts = message.substring(PREFIX.length()).split(" ", 2);
        for (Change.Kind kind : Change.Kind.values()) {
            if (parts.length == 2 && kind.name().equals(parts[0])) return Optional.of(new Change(kind, parts[1]));
        }
        return Optional.empty();
    }
}
