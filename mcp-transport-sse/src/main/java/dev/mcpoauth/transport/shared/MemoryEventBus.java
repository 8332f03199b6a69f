package dev.mcpoauth.transport.shared;

import dev.mcpoauth.transport.internal.MessageListeners;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Delivers one message at a time, also those that listeners publish meanwhile, so that all hear the same order. */
final class MemoryEventBus implements EventBus {

    private final MessageListeners listeners = new MessageListeners();
    private final Queue<String> messages = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();

    @Override
    public void publish(String message) {
        messages.add(message);
        if (waiting.getAndIncrement() > 0) return;
        do {
            listeners.tell(messages.remove());
        } while (waiting.decrementAndGet() > 0);
    }

    @Override
    public Subscription subscribe(Consumer<String> listener) {
        return listeners.add(listener)::run;
    }
}
