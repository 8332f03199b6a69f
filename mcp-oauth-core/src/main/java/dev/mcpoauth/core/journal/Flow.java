package dev.mcpoauth.core.journal;

import dev.mcpoauth.core.diagnostics.Decision;
import dev.mcpoauth.core.diagnostics.DiagnosticEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is known of one sign-in, refresh or refusal. Immutable.
 *
 * @param id names the flow for as long as the journal keeps it
 * @param events at least one, in the order in which they were heard; of a long flow the first and the newest ones
 * @param dropped how many events between those were not kept
 */
public record Flow(long id, List<DiagnosticEvent> events, int dropped) {
    public Flow {
        events = List.copyOf(events);
        if (events.isEmpty()) {
            throw new IllegalArgumentException("a flow has at least one event");
        }
    }

    /** When its first event was. */
    public Instant began() {
        return events.get(0).at();
    }

    /** The newest event. */
    public DiagnosticEvent last() {
        return events.get(events.size() - 1);
    }

    /** How long it took so far. */
    public Duration took() {
        return Duration.between(began(), last().at());
    }

    /** The last refusal or failure, unless something succeeded after it: where the flow stopped. */
    public Optional<DiagnosticEvent> stoppedAt() {
        Decision decision = last().decision();
        return decision == Decision.REFUSED || decision == Decision.FAILED ? Optional.of(last()) : Optional.empty();
    }

    /** The newest value of a fact that any event has. */
    public Optional<String> fact(String name) {
        for (int i = events.size() - 1; i >= 0; i--) {
            String value = events.get(i).facts().get(name);
            if (value != null) {
                return Optional.of(value);
            }
        }
        return Optional.empty();
    }
}
