package dev.mcpoauth.transport.shared;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Keeps sessions in memory, for several servlets of one process. */
public final class MemorySessionStore implements SessionStore {

    private final Clock clock;
    private final Map<String, Entry> sessions = new HashMap<>();

    /** A store whose sessions end by this clock. */
    public MemorySessionStore(Clock clock) {
        this.clock = clock;
    }

    private record Entry(StoredSession session, Instant end) {}

    @Override
    public synchronized void open(StoredSession session, Duration idle) {
        Instant now = clock.instant();
        sessions.values().removeIf(entry -> !now.isBefore(entry.end()));
        sessions.put(session.key(), new Entry(session, now.plus(idle)));
    }

    @Override
    public synchronized Optional<StoredSession> touch(String key, Duration idle) {
        Optional<StoredSession> found = live(key);
        found.ifPresent(
                session -> sessions.put(key, new Entry(session, clock.instant().plus(idle))));
        return found;
    }

    @Override
    public synchronized boolean replace(StoredSession next) {
        boolean current = live(next.key())
                .filter(session -> session.revision() + 1 == next.revision())
                .isPresent();
        if (current) sessions.computeIfPresent(next.key(), (key, entry) -> new Entry(next, entry.end()));
        return current;
    }

    @Override
    public synchronized void close(String key) {
        sessions.remove(key);
    }

    private Optional<StoredSession> live(String key) {
        return Optional.ofNullable(sessions.get(key))
                .filter(entry -> clock.instant().isBefore(entry.end()))
                .map(Entry::session);
    }
}
