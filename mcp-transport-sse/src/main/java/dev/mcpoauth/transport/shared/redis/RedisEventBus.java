package dev.mcpoauth.transport.shared.redis;

import dev.mcpoauth.transport.internal.MessageListeners;
import dev.mcpoauth.transport.shared.EventBus;
import dev.mcpoauth.transport.shared.SharedStateException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One stream of Redis that all nodes write to and look at every few milliseconds, from one thread. It keeps the messages of
 * the last minute, so that a node that can not reach Redis for a while misses none.
 */
final class RedisEventBus implements EventBus, AutoCloseable {

    static final Duration KEEP = Duration.ofMinutes(1);
    private static final int PAGE = 100;
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final Logger LOGGER = LoggerFactory.getLogger(RedisEventBus.class);
    private static final Script PUBLISH = new Script("bus-publish");
    private static final Script LATEST = new Script("bus-latest");
    private static final Script AFTER = new Script("bus-after");

    private final RedisEval redis;
    private final Keys keys;
    private final long maxBytes;
    private final MessageListeners listeners = new MessageListeners();
    private final Duration interval;
    private final Thread poller;
    private volatile boolean closed;
    private Optional<String> position = Optional.empty();
    private boolean away;

    RedisEventBus(RedisEval redis, Keys keys, long maxBytes, Duration interval) {
        this.redis = redis;
        this.keys = keys;
        this.maxBytes = maxBytes;
        this.interval = interval;
        // A node that starts while Redis is away hears what is said from its return on.
        tryPoll();
        poller = new Thread(this::run, "mcp-event-bus");
        poller.setDaemon(true);
        poller.start();
    }

    @Override
    public void publish(String message) {
        PUBLISH.run(redis, keys.bus(), message, maxBytes, KEEP.toMillis());
    }

    @Override
    public Subscription subscribe(Consumer<String> listener) {
        return listeners.add(listener)::run;
    }

    private void run() {
        while (!closed) pause(tryPoll() ? interval : RETRY);
    }

    /** False if nothing can be heard. */
    private boolean tryPoll() {
        try {
            poll();
            if (away) LOGGER.info("messages of other nodes arrive again");
            away = false;
        } catch (SharedStateException e) {
            if (!away && !closed) LOGGER.warn("no messages of other nodes for now: {}", String.valueOf(e.getCause()));
            away = true;
        } catch (RuntimeException e) {
            // Whatever else the client of Redis answers: the thread goes on.
            LOGGER.error("the bus holds what is no message", e);
            away = true;
        }
        return !away;
    }

    private void pause(Duration time) {
        try {
            TimeUnit.MILLISECONDS.sleep(time.toMillis());
        } catch (InterruptedException e) {
            // Only close() interrupts.
            closed = true;
        }
    }

    private void poll() {
        String after = position.orElseGet(
                () -> Script.text(LATEST.run(redis, keys.bus()).get(0)));
        position = Optional.of(after);
        List<?> page;
        do {
            page = AFTER.run(redis, keys.bus(), position.orElseThrow(), PAGE);
            for (Object entry : page) deliver((List<?>) entry);
        } while (page.size() == PAGE);
    }

    private void deliver(List<?> entry) {
        position = Optional.of(Script.text(entry.get(0)));
        listeners.tell(Script.text(((List<?>) entry.get(1)).get(1)));
    }

    @Override
    public void close() {
        closed = true;
        poller.interrupt();
    }
}
