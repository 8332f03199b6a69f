package dev.mcpoauth.transport.shared.redis;

import dev.mcpoauth.transport.shared.SessionStore;
import dev.mcpoauth.transport.shared.StoredSession;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A hash per session, which expires. */
final class RedisSessionStore implements SessionStore {

    private static final Script OPEN = new Script("session-open");
    private static final Script TOUCH = new Script("session-touch");
    private static final Script REPLACE = new Script("session-replace");
    private static final Script CLOSE = new Script("session-close");

    /** Tells a script that was sent again from one of somebody else. */
    private final SecureRandom random = new SecureRandom();

    private final RedisEval redis;
    private final Keys keys;

    RedisSessionStore(RedisEval redis, Keys keys) {
        this.redis = redis;
        this.keys = keys;
    }

    @Override
    public void open(StoredSession session, Duration idle) {
        OPEN.run(
                redis,
                keys.session(session.key()),
                session.caller(),
                session.revision(),
                session.state(),
                idle.toMillis());
    }

    @Override
    public Optional<StoredSession> touch(String key, Duration idle) {
        List<?> found = TOUCH.run(redis, keys.session(key), idle.toMillis());
        if (found.isEmpty()) return Optional.empty();
        long revision = Long.parseLong(Script.text(found.get(1)));
        return Optional.of(new StoredSession(key, Script.text(found.get(0)), revision, Script.text(found.get(2))));
    }

    @Override
    public boolean replace(StoredSession next) {
        String attempt = Long.toHexString(random.nextLong());
        return !REPLACE.run(redis, keys.session(next.key()), next.revision(), next.state(), attempt)
                .isEmpty();
    }

    @Override
    public void close(String key) {
        CLOSE.run(redis, keys.session(key));
    }
}
