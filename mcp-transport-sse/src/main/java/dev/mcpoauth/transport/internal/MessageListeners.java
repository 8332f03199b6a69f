package dev.mcpoauth.transport.internal;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who hears the messages of a bus. One that fails keeps nobody else from hearing. Thread-safe. */
public final class MessageListeners {

    private static final Logger LOGGER = LoggerFactory.getLogger(MessageListeners.class);

    private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();

    /** Adds one; the answer takes it off. */
    public Runnable add(Consumer<String> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    /** Tells all. */
    public void tell(String message) {
        for (Consumer<String> listener : listeners) {
            try {
                listener.accept(message);
            } catch (RuntimeException e) {
                LOGGER.error("a listener of the bus failed", e);
            }
        }
    }
}
