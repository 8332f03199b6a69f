package dev.mcpoauth.core.diagnostics;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Writes each event as one line with key-value pairs to the SLF4J logger {@code dev.mcpoauth.diagnostics}. Thread-safe.
 *
 * <p>Levels: error for {@link Decision#FAILED}, warn for {@link Decision#TOLERATED}, info for {@link Decision#REFUSED},
 * debug for {@link Decision#PERMITTED}.
 */
public final class Slf4jDiagnostics implements DiagnosticListener {
    private static final Logger LOG = LoggerFactory.getLogger("dev.mcpoauth.diagnostics");

    private final Logger log;

    /** Writes to the logger {@code dev.mcpoauth.diagnostics}. */
    public Slf4jDiagnostics() {
        this(LOG);
    }

    Slf4jDiagnostics(Logger log) {
        this.log = log;
    }

    @Override
    public void on(DiagnosticEvent event) {
        LoggingEventBuilder line = log.atLevel(level(event.decision()))
                .addKeyValue("reason", event.reason().id())
                .addKeyValue("correlation_id", event.correlationId().value());
        for (var fact : event.facts().entrySet()) {
            line = line.addKeyValue(fact.getKey(), fact.getValue());
        }
        if (event.cause().isPresent()) {
            line = line.setCause(event.cause().get());
        }
        // Also in the text: many layouts, Spring Boot's for one, leave key-value pairs out.
        line.log("{} {}", event.decision(), event.reason().id());
    }

    static void listenerFailed(DiagnosticListener listener, RuntimeException failure) {
        LOG.warn(
                "diagnostic listener {} failed; the event is dropped",
                listener.getClass().getName(),
                failure);
    }

    private static Level level(Decision decision) {
        return switch (decision) {
            case PERMITTED -> Level.DEBUG;
            case TOLERATED -> Level.WARN;
            case REFUSED -> Level.INFO;
            case FAILED -> Level.ERROR;
        };
    }
}
