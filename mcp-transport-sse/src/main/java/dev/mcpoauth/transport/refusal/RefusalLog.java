package dev.mcpoauth.transport.refusal;

import java.util.EnumMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/** Writes refusals to the log, and no more lines about limits than somebody can read. Thread-safe. */
final class RefusalLog implements RefusalListener {

    private static final long QUIET_NANOS = 10_000_000_000L;

    private final Logger logger = LoggerFactory.getLogger("dev.mcpoauth.transport.refusals");
    private final LongSupplier nanoTime;
    private final Map<Refusal, Warning> warnings = new EnumMap<>(Refusal.class);

    RefusalLog(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    private record Warning(long at, int unsaid) {}

    @Override
    public void refused(Event event) {
        int unsaid = event.refusal().isLimit() ? unsaid(event.refusal()) : -1;
        if (unsaid >= 0) {
            line(Level.WARN, event)
                    .addKeyValue("unsaid", unsaid)
                    .log(
                            "refused {} ({}); {} more since the last such line",
                            event.refusal().id(),
                            event.correlationId(),
                            unsaid);
        } else {
            line(Level.DEBUG, event).log("refused {} ({})", event.refusal().id(), event.correlationId());
        }
    }

    /** With the names that the diagnostics of the other modules use. */
    private LoggingEventBuilder line(Level level, Event event) {
        return logger.atLevel(level)
                .addKeyValue("reason", event.refusal().id())
                .addKeyValue("correlation_id", event.correlationId());
    }

    /** How often this was not warned of since it was the last time; less than nothing if it should not be now either. */
    private synchronized int unsaid(Refusal refusal) {
        long now = nanoTime.getAsLong();
        Warning last = warnings.get(refusal);
        if (last != null && now - last.at() < QUIET_NANOS) {
            warnings.put(refusal, new Warning(last.at(), last.unsaid() + 1));
            return -1;
        }
        warnings.put(refusal, new Warning(now, 0));
        return last == null ? 0 : last.unsaid();
    }
}
