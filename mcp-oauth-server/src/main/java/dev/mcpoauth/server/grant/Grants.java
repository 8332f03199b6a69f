package dev.mcpoauth.server.grant;

import dev.mcpoauth.core.diagnostics.CorrelationId;
import dev.mcpoauth.core.diagnostics.Decision;
import dev.mcpoauth.core.diagnostics.DiagnosticEvent;
import dev.mcpoauth.core.diagnostics.DiagnosticListener;
import dev.mcpoauth.core.store.Cursor;
import dev.mcpoauth.core.store.GrantSelector;
import dev.mcpoauth.core.store.GrantStore;
import dev.mcpoauth.core.store.Page;
import dev.mcpoauth.core.store.RevokeReason;
import dev.mcpoauth.server.diagnostics.ServerReasons;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * An operator's hands on what was granted: to see who gave what to whom, and to end it. Ending counts at once on this node, and
 * on the others after {@link dev.mcpoauth.server.settings.AccessTokenCache#time}; a signed token that somebody verifies alone
 * is good until its own end. Whoever reaches this object may do all of it: put your own access control in front. Thread-safe.
 *
 * <p>While the store is down, all methods throw its {@code StoreException}.
 */
public final class Grants {
    private static final int MOST = 1000;

    private final GrantStore store;
    private final DiagnosticListener listener;
    private final Clock clock;
    private final RandomGenerator random;

    /** Works on this store and reports to this listener. */
    public Grants(GrantStore store, DiagnosticListener listener, Clock clock, RandomGenerator random) {
        this.store = store;
        this.listener = listener;
        this.clock = clock;
        this.random = random;
    }

    /** One grant, live or not, until it is purged. */
    public Optional<Grant> find(String grantId) {
        return store.find(grantId).map(record -> Grant.of(record, clock.instant()));
    }

    /**
     * Grants by id, live or not, until they are purged.
     *
     * @param of whose, such as {@link GrantSelector.OfSubject}
     * @param from {@link Cursor#START}, or where the page before ended
     * @param limit at most so many, 1 to 1000
     */
    public Page<Grant> list(GrantSelector of, Cursor from, int limit) {
        if (limit < 1 || limit > MOST) {
            throw new IllegalArgumentException("a page has 1 to " + MOST + " grants");
        }
        Instant now = clock.instant();
        return store.list(of, from, limit).map(record -> Grant.of(record, now));
    }

    /** Ends a grant with all its codes and tokens; true for the one call that did. */
    public boolean revoke(String grantId) {
        boolean ended = store.revoke(grantId, RevokeReason.OPERATOR, clock.instant());
        if (ended) {
            report(Map.of("grant", grantId), 1);
        }
        return ended;
    }

    /** Ends all live grants of a resource owner, as when an account is closed; returns how many. */
    public int revokeAllOfSubject(String subject) {
        return revokeAll(new GrantSelector.OfSubject(subject), Map.of("subject", subject));
    }

    /**
     * Ends all live grants that a client holds, as when its secret leaked; returns how many. Tokens that it got by exchange
     * are of the grants of others: they last no longer than the tokens that they were made from, or until those grants end.
     */
    public int revokeAllOfClient(String clientId) {
        return revokeAll(new GrantSelector.OfClient(clientId), Map.of("client_id", clientId));
    }

    private int revokeAll(GrantSelector of, Map<String, String> whose) {
        int ended = store.revokeWhere(of, RevokeReason.OPERATOR, clock.instant());
        report(whose, ended);
        return ended;
    }

    private void report(Map<String, String> whose, int ended) {
        CorrelationId id = CorrelationId.generate(random);
        listener.on(DiagnosticEvent.at(clock.instant(), id, Decision.PERMITTED, ServerReasons.GRANT_REVOKED)
                .facts(whose)
                .fact("grants", ended)
                .build());
    }
}
