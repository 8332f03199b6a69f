package dev.mcpoauth.server.diagnostics;

import dev.mcpoauth.core.diagnostics.DiagnosticEvent;
import dev.mcpoauth.core.diagnostics.DiagnosticListener;
import dev.mcpoauth.core.diagnostics.Reason;
import java.util.Set;

/**
 * The events that an audit asks for: who signed in or failed to, who granted what to whom, what was issued, changed and
 * ended, and what looks like an attack. A listener that passes these on, and only these, to one that keeps them. Each event
 * has an instant, a correlation id, the decision, and as facts {@code client_id}, {@code subject}, {@code grant} and {@code
 * address} as far as they are known. Thread-safe if the other is.
 *
 * <p>Like every listener it is called on the thread that decided and can not veto: the events are told after the store has
 * the change, and a process that is killed between the two tells nobody. The rows of the store say what is true.
 */
public final class AuditTrail implements DiagnosticListener {
    /** What belongs into an audit; documented in {@code docs/authorization-server.md}. */
    public static final Set<Reason> REASONS = Set.of(
            ServerReasons.LOGIN_SUCCEEDED,
            ServerReasons.LOGIN_FAILED,
            ServerReasons.LOGIN_RATE_LIMITED,
            ServerReasons.UPSTREAM_ACCOUNT_REFUSED,
            ServerReasons.UPSTREAM_ID_TOKEN,
            ServerReasons.UPSTREAM_ISSUER,
            ServerReasons.AUTHORIZE_GRANTED,
            ServerReasons.AUTHORIZE_DENIED,
            ServerReasons.DEVICE_APPROVED,
            ServerReasons.DEVICE_DENIED,
            ServerReasons.TOKEN_ISSUED,
            ServerReasons.TOKEN_EXCHANGED,
            ServerReasons.IDENTITY_SIGNATURE,
            ServerReasons.IDENTITY_REPLAYED,
            ServerReasons.CODE_REPLAYED,
            ServerReasons.CODE_BURNT,
            ServerReasons.CODE_OTHER_KEY,
            ServerReasons.REFRESH_OTHER_KEY,
            ServerReasons.REFRESH_REUSED,
            ServerReasons.SIGNED_OUT,
            ServerReasons.CONNECTIONS_REVOKED,
            ServerReasons.CONNECTIONS_REVOKED_ALL,
            ServerReasons.REVOKED,
            ServerReasons.GRANT_REVOKED,
            ServerReasons.CLIENT_SECRET_WRONG,
            ServerReasons.CLIENT_RATE_LIMITED,
            ServerReasons.ASSERTION_SIGNATURE,
            ServerReasons.ASSERTION_REPLAYED,
            ServerReasons.REGISTERED,
            ServerReasons.MANAGE_UPDATED,
            ServerReasons.MANAGE_DELETED);

    private final DiagnosticListener keeper;

    private AuditTrail(DiagnosticListener keeper) {
        this.keeper = keeper;
    }

    /** Passes the events of an audit on to this listener. */
    public static AuditTrail to(DiagnosticListener keeper) {
        return new AuditTrail(keeper);
    }

    @Override
    public void on(DiagnosticEvent event) {
        if (REASONS.contains(event.reason())) {
            keeper.on(event);
        }
    }
}
