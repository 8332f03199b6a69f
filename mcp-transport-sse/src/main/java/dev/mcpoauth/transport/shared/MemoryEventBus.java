package dev.mcpoauth.transport.shared;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Delivers one message at a time, also those that listeners publish meanwhile, so that all hear the same order. */
final class MemoryEventBus implements EventBus {

    private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();
    private final Queue<String> messages = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();

    @Override
    public void publish(String message) {
        messages.add(message);
        if (waiting.getAndIncrement() > 0) return;
        do {
            String next = messages.remove();
            listeners.forEach(listener -> listener.accept(next));
        } while (waiting.decrementAndGet() > 0);
    }

    @Override
    public Subscription subscribe(Consumer<String> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }
}
