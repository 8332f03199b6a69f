package dev.mcpoauth.client.error;

import dev.mcpoauth.core.diagnostics.CorrelationId;
import dev.mcpoauth.core.diagnostics.Decision;
import dev.mcpoauth.core.diagnostics.DiagnosticEvent;
import dev.mcpoauth.core.diagnostics.DiagnosticListener;
import dev.mcpoauth.core.diagnostics.Reason;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one flow (a discovery, a sign-in, a refresh) did so far. Writes each step to the debug log and each refusal to the
 * diagnostics, both under one correlation id. Keeps the last 100 steps. Thread-safe.
 */
public final class FlowTrace {
    private static final Logger LOG = LoggerFactory.getLogger(FlowTrace.class);
    private static final int MOST_STEPS = 100;

    private final DiagnosticListener listener;
    private final Clock clock;
    private final CorrelationId id;
    private final Deque<Step> steps = new ArrayDeque<>();

    public FlowTrace(DiagnosticListener listener, Clock clock, CorrelationId id) {
        this.listener = listener;
        this.clock = clock;
        this.id = id;
    }

    /** Builds a failure from what every failure has. */
    @FunctionalInterface
    public interface Failure<E extends AuthException> {
        E of(Reason reason, String message, List<Step> steps);
    }

    /** Notes a step. */
    public void step(String action, String subject, String outcome) {
        Step step = new Step(clock.instant(), action, subject, outcome);
        LOG.debug("[{}] {}", id, step);
        synchronized (steps) {
            if (steps.size() == MOST_STEPS) {
                steps.removeFirst();
            }
            steps.addLast(step);
        }
    }

    /** Notes a step about a URL; its query, which may carry secrets, is left out. */
    public void step(String action, URI uri, String outcome) {
        step(action, withoutQuery(uri), outcome);
    }

    /** The failure to throw, after the diagnostics have heard of it. */
    public <E extends AuthException> E refuse(Failure<E> failure, Reason reason, String message) {
        E refusal = failure.of(reason, message, steps());
        emit(Decision.REFUSED, reason, Map.of("detail", String.valueOf(refusal.getMessage())));
        return refusal;
    }

    /** The failure to throw where a server is down, slow or too long-winded: nobody has refused anything. */
    public OutageException outage(String message) {
        return new OutageException(Printable.text(message), steps());
    }

    /** As above, with what brought it about. */
    public OutageException outage(IOException cause) {
        OutageException outage = outage(String.valueOf(cause.getMessage()));
        outage.initCause(cause);
        return outage;
    }

    /** The time of the next step. */
    public Instant now() {
        return clock.instant();
    }

    /** Tells the diagnostics that something was had that was asked for. */
    public void permit(Reason reason, Map<String, ?> facts) {
        emit(Decision.PERMITTED, reason, facts);
    }

    /** Tells the diagnostics that a rule did not hold and the flow goes on. */
    public void tolerate(Reason reason, Map<String, ?> facts) {
        emit(Decision.TOLERATED, reason, facts);
    }

    /** Tells the diagnostics that a message of somebody else was turned away while the flow goes on. */
    public void turnAway(Reason reason, Map<String, ?> facts) {
        emit(Decision.REFUSED, reason, facts);
    }

    private void emit(Decision decision, Reason reason, Map<String, ?> facts) {
        step(decision.name(), reason.id(), facts.toString());
        listener.on(DiagnosticEvent.at(clock.instant(), id, decision, reason)
                .facts(facts)
                .build());
    }

    /** The steps so far, oldest first. */
    public List<Step> steps() {
        synchronized (steps) {
            return List.copyOf(steps);
        }
    }

    private static String withoutQuery(URI uri) {
        String text = uri.toString();
        int cut = text.indexOf('?');
        return cut < 0 ? text : text.substring(0, cut);
    }
}
