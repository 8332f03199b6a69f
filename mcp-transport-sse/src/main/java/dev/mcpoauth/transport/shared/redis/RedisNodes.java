package dev.mcpoauth.transport.shared.redis;

import dev.mcpoauth.transport.shared.EventBus;
import dev.mcpoauth.transport.shared.SharedSessions;
import java.time.Duration;

/**
 * What nodes share, on Redis: give {@link #sharedSessions()} to the settings of the servlet and a change bus over {@link
 * #bus()} to the server, on each node alike. Thread-safe. One thread of its own looks for messages of other nodes; close it
 * after the servlet.
 *
 * <p>Messages of streams, and with them what tools said, are in Redis as they are until their stream is dropped or half an
 * hour old. Ids of sessions are not: only their hashes.
 */
public final class RedisNodes implements AutoCloseable {

    private static final long MAX_STREAM_BYTES = 1 << 20;
    private static final long MAX_BUS_BYTES = 64 << 20;
    private static final Duration KEEP_EVENTS = Duration.ofMinutes(30);
    private static final Duration POLL = Duration.ofMillis(50);

    private final RedisEventBus bus;
    private final SharedSessions shared;

    /** All keys begin with {@code mcp:}. */
    public RedisNodes(RedisEval redis) {
        this(redis, "mcp:");
    }

    /**
     * For several servers on one Redis.
     *
     * @param prefix what all keys begin with
     */
    public RedisNodes(RedisEval redis, String prefix) {
        Keys keys = new Keys(prefix);
        bus = new RedisEventBus(redis, keys, MAX_BUS_BYTES, POLL);
        shared = new SharedSessions(
                new RedisSessionStore(redis, keys),
                new RedisEventStore(redis, keys, MAX_STREAM_BYTES, KEEP_EVENTS),
                bus);
    }

    /** For {@code McpServletSettings.Builder.sharedSessions}. */
    public SharedSessions sharedSessions() {
        return shared;
    }

    /** For {@code ChangeBus.over}. A message takes 50 ms at most, as long as Redis answers. */
    public EventBus bus() {
        return bus;
    }

    /** Hears no more of other nodes. Does not close the client of Redis. */
    @Override
    public void close() {
        bus.close();
    }
}
