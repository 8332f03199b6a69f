package dev.mcpoauth.transport.refusal;

import java.util.List;

/** Hears of every refusal. Called on the thread that refuses: return soon. Must not throw. */
@FunctionalInterface
public interface RefusalListener {

    /**
     * Logs to {@code dev.mcpoauth.transport.refusals}: what a peer does wrong at debug; limits that were hit at warn, each
     * of them once in ten seconds, with how often it was not said. Nothing from the request is logged.
     */
    RefusalListener SLF4J = new RefusalLog(System::nanoTime);

    /** Something was refused. */
    void refused(Event event);

    /** One listener that passes each refusal on to all of the given ones, in their order. */
    static RefusalListener of(RefusalListener... listeners) {
        List<RefusalListener> all = List.of(listeners);
        return event -> all.forEach(listener -> listener.refused(event));
    }

    /**
     * A refusal.
     *
     * @param refusal why
     * @param correlationId also in the response header {@code X-Correlation-Id} where there is one
     */
    record Event(Refusal refusal, String correlationId) {}
}
