package dev.mcpoauth.core.diagnostics;

import java.util.List;

/**
 * Receives every decision. Called on the thread that took the decision, so an implementation returns at once, is
 * thread-safe and does not throw; what it throws all the same is dropped by {@link #of}, so that diagnosis never
 * changes an outcome.
 */
@FunctionalInterface
public interface DiagnosticListener {

    /** Hears nothing. */
    DiagnosticListener NONE = event -> {};

    /** Takes note of a decision. */
    void on(DiagnosticEvent event);

    /** One listener that passes each event to all of the given ones, whatever one of them throws. */
    static DiagnosticListener of(List<? extends DiagnosticListener> listeners) {
        List<DiagnosticListener> all = List.copyOf(listeners);
        return event -> all.forEach(listener -> shielded(listener, event));
    }

    private static void shielded(DiagnosticListener listener, DiagnosticEvent event) {
        try {
            listener.on(event);
        } catch (RuntimeException dropped) {
            Slf4jDiagnostics.listenerFailed(listener, dropped);
        }
    }
}
