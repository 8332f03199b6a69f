package dev.mcpoauth.transport.refusal;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Hears of every refusal. Called on the thread that refuses: return soon. Must not throw. */
@FunctionalInterface
public interface RefusalListener {

    /**
     * Logs to {@code dev.mcpoauth.transport.refusals}: what a peer does wrong at debug, limits that were hit at warn.
     * Nothing from the request is logged.
     */
    RefusalListener SLF4J = new RefusalListener() {
        private final Logger logger = LoggerFactory.getLogger("dev.mcpoauth.transport.refusals");

        @Override
        public void refused(Event event) {
            boolean ours = event.refusal().status() == 503;
            logger.atLevel(ours ? Level.WARN : Level.DEBUG)
                    .log("refused {} ({})", event.refusal().id(), event.correlationId());
        }
    };

    /** Something was refused. */
    void refused(Event event);

    /**
     * A refusal.
     *
     * @param refusal why
     * @param correlationId also in the response header {@code X-Correlation-Id} where there is one
     */
    record Event(Refusal refusal, String correlationId) {}
}
