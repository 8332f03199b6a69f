package dev.mcpoauth.server.http;

import dev.mcpoauth.core.OAuthException;
import dev.mcpoauth.core.diagnostics.CorrelationId;
import dev.mcpoauth.core.diagnostics.Decision;
import dev.mcpoauth.core.diagnostics.DiagnosticEvent;
import dev.mcpoauth.core.diagnostics.DiagnosticListener;
import dev.mcpoauth.core.diagnostics.Reason;
import dev.mcpoauth.core.store.StoreException;
import dev.mcpoauth.server.diagnostics.ServerReasons;
import java.time.Instant;
import java.util.Map;

/**
 * A request with what belongs to it while it is answered: one reading of the clock, so that all rules see the same time,
 * and the correlation id under which its decisions are reported.
 *
 * @param request what the peer sent
 * @param now when
 * @param correlationId what joins response and diagnostics
 * @param listener hears the decisions
 */
public record Exchange(WebRequest request, Instant now, CorrelationId correlationId, DiagnosticListener listener) {

    /** Reports a decision with facts that hold no secret. */
    public void report(Decision decision, Reason reason, Map<String, ?> facts) {
        listener.on(DiagnosticEvent.at(now, correlationId, decision, reason)
                .facts(facts)
                .facts(where())
                .build());
    }

    /** Reports that the request is refused. */
    public void refused(OAuthException refusal) {
        listener.on(DiagnosticEvent.at(now, correlationId, Decision.REFUSED, refusal.reason())
                .fact("error", refusal.error().code())
                .facts(refusal.facts())
                .facts(where())
                .build());
    }

    /** Reports that no decision could be taken. */
    public void failed(Reason reason, RuntimeException cause) {
        listener.on(DiagnosticEvent.at(now, correlationId, Decision.FAILED, reason)
                .facts(where())
                .cause(cause)
                .build());
    }

    private Map<String, String> where() {
        return request.address().isEmpty()
                ? Map.of("path", request.path())
                : Map.of("path", request.path(), "address", request.address());
    }

    /** Does what the answer does not depend on: an outage of the store is reported, and the answer stands. */
    public void bestEffort(Runnable afterthought) {
        try {
            afterthought.run();
        } catch (StoreException outage) {
            failed(ServerReasons.STORE_UNAVAILABLE, outage);
        }
    }
}
