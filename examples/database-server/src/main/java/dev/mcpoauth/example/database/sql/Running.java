package dev.mcpoauth.example.database.sql;

import dev.mcpoauth.example.database.sql.SqlRefused.Reason;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One piece of work in the database, seen from the thread that does it and from the thread that may stop it. */
final class Running {

    private static final Logger LOG = LoggerFactory.getLogger(Running.class);

    private final AtomicReference<@Nullable SqlRefused> stopped = new AtomicReference<>();
    private final AtomicReference<@Nullable Statement> statement = new AtomicReference<>();
    private final AtomicLong rows = new AtomicLong();

    /** The working thread is about to run this statement. */
    void start(Statement next) throws SqlRefused {
        statement.set(next);
        checkStopped();
    }

    /** The working thread has one more row. */
    void row() throws SqlRefused {
        rows.incrementAndGet();
        checkStopped();
    }

    void checkStopped() throws SqlRefused {
        SqlRefused why = stopped.get();
        if (why != null) throw why;
    }

    /** Ends the work. The first reason counts; telling the engine again is harmless and catches a statement in between. */
    void stop(Reason reason, String message) {
        stopped.compareAndSet(null, new SqlRefused(reason, message));
        try {
            Statement current = statement.get();
            if (current != null) current.cancel();
        } catch (SQLException e) {
            LOG.debug("Statement was closed before it could be cancelled", e);
        }
    }

    Optional<SqlRefused> stopped() {
        return Optional.ofNullable(stopped.get());
    }

    long rows() {
        return rows.get();
    }
}
