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
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A request with what belongs to it while it is answered: one reading of the clock, so that all rules see the same time,
 * the correlation id under which its decisions are reported, and what all of them are about. Used by one thread at a time.
 */
public final class Exchange {
    private final WebRequest request;
    private final Instant now;
    private final CorrelationId correlationId;
    private final DiagnosticListener listener;
    private final Map<String, Object> about = new LinkedHashMap<>();

    /**
     * An exchange that begins.
     *
     * @param request what the peer sent
     * @param now when
     * @param correlationId what joins response and diagnostics
     * @param listener hears the decisions
     */
    public Exchange(WebRequest request, Instant now, CorrelationId correlationId, DiagnosticListener listener) {
        this.request = request;
        this.now = now;
        this.correlationId = correlationId;
        this.listener = listener;
        request.traceId().ifPresent(trace -> about("trace", trace));
    }

    /** What the peer sent. */
    public WebRequest request() {
        return request;
    }

    /** When. */
    public Instant now() {
        return now;
    }

    /** What joins response and diagnostics. */
    public CorrelationId correlationId() {
        return correlationId;
    }

    /**
     * From here on all decisions are known to be about this, refusals included: a fact that joins them with those of other
     * requests.
     *
     * @param fact such as {@code grant}
     * @param value no secret, but the fingerprint of one
     */
    public void about(String fact, Object value) {
        about.put(fact, value);
    }

    /** Reports a decision with facts that hold no secret. */
    public void report(Decision decision, Reason reason, Map<String, ?> facts) {
        listener.on(event(decision, reason).facts(facts).facts(where()).build());
    }

    /** Reports that the request is refused. */
    public void refused(OAuthException refusal) {
        listener.on(event(Decision.REFUSED, refusal.reason())
                .fact("error", refusal.error().code())
                .facts(refusal.facts())
                .facts(where())
                .build());
    }

    /** Reports that no decision could be taken. */
    public void failed(Reason reason, RuntimeException cause) {
        listener.on(event(Decision.FAILED, reason).facts(where()).cause(cause).build());
    }

    private DiagnosticEvent.Builder event(Decision decision, Reason reason) {
        return DiagnosticEvent.at(now, correlationId, decision, reason).facts(about);
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
