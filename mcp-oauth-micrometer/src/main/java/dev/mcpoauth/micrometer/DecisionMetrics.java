package dev.mcpoauth.micrometer;

import dev.mcpoauth.core.diagnostics.Decision;
import dev.mcpoauth.core.diagnostics.DiagnosticEvent;
import dev.mcpoauth.core.diagnostics.DiagnosticListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;

/**
 * Counts the decisions of an authorization server, a protected resource or an OAuth client by reason, and what became of
 * refreshes. One may hear all three. Of reason ids that are not this project's, as many are told apart as leave 1000 in
 * all. Thread-safe.
 *
 * <p>Takes the place of the log unless both are told: {@code DiagnosticListener.of(List.of(new Slf4jDiagnostics(), metrics))}.
 */
public final class DecisionMetrics implements DiagnosticListener {
    static final String DECISIONS = "mcp.oauth.decisions";
    static final String REFRESHES = "mcp.oauth.refreshes";

    private static final int REASONS = 1000;

    private final MeterRegistry registry;
    private final Few reasons = new Few(REASONS);

    /** Counts in this registry. */
    public DecisionMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void on(DiagnosticEvent event) {
        Counter.builder(DECISIONS)
                .description("Decisions of authorization server, protected resource and OAuth client")
                .tag("decision", lower(event.decision()))
                .tag("reason", reasons.bounded(event.reason().id()))
                .register(registry)
                .increment();
        Refresh.of(event)
                .ifPresent(refresh -> Counter.builder(REFRESHES)
                        .description("What became of refresh requests")
                        .tag("side", refresh.side())
                        .tag("outcome", refresh.outcome())
                        .register(registry)
                        .increment());
    }

    private static String lower(Decision decision) {
        return decision.name().toLowerCase(Locale.ROOT);
    }
}
