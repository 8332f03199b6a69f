package dev.mcpoauth.client.login;

import dev.mcpoauth.client.error.AuthException.IssuerMismatch;
import dev.mcpoauth.client.error.AuthException.LoginFailed;
import dev.mcpoauth.client.error.ClientReasons;
import dev.mcpoauth.client.error.ErrorAnswer;
import dev.mcpoauth.client.error.FlowTrace;
import dev.mcpoauth.client.error.Printable;
import dev.mcpoauth.core.OAuthException;
import dev.mcpoauth.core.diagnostics.Reason;
import dev.mcpoauth.core.form.Parameters;
import dev.mcpoauth.core.journal.FlowKeys;
import dev.mcpoauth.core.secret.AuthorizationCode;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/**
 * Judges what arrives at the redirect URI, in this order: is it for this attempt (state, in constant time), is it from the
 * server that was asked (RFC 9207 §2.4), and only then what it says. Until the second question is answered nothing is
 * consumed and no text of the response is read, so that whoever forges a response changes nothing. Thread-safe.
 */
public final class CallbackCheck implements Function<String, Callback> {
    private final AuthorizationAttempt attempt;
    private final FlowTrace trace;
    private final AtomicBoolean consumed = new AtomicBoolean();

    public CallbackCheck(AuthorizationAttempt attempt, FlowTrace trace) {
        this.attempt = attempt;
        this.trace = trace;
    }

    @Override
    public Callback apply(String query) {
        Parameters response;
        try {
            response = Parameters.parse(query);
        } catch (OAuthException e) {
            return forged(Map.of("problem", e.reason()));
        }
        Optional<String> state = response.value("state");
        if (state.isEmpty() || !attempt.state().matches(StateHash.of(state.get()))) {
            return forged(Map.of("state", state.isPresent() ? "unknown" : "absent"));
        }
        Optional<Reason> objection = issuerObjection(response.value("iss"));
        if (!consumed.compareAndSet(false, true)) {
            return new Callback.AlreadyUsed();
        }
        return objection.<Callback>map(this::wrongIssuer).orElseGet(() -> outcome(response));
    }

    private Callback forged(Map<String, ?> facts) {
        trace.turnAway(ClientReasons.CALLBACK_FORGED, facts);
        return new Callback.NotOurs();
    }

    /** The four rows of the table: compare what is there, advertised or not; miss it only where it was advertised. */
    private Optional<Reason> issuerObjection(Optional<String> iss) {
        if (iss.isEmpty()) {
            return attempt.issuerExpected() ? Optional.of(ClientReasons.ISSUER_MISSING) : Optional.empty();
        }
        boolean same = attempt.issuer().value().equals(iss.get());
        return same ? Optional.empty() : Optional.of(ClientReasons.ISSUER_MISMATCH);
    }

    private Callback wrongIssuer(Reason reason) {
        return new Callback.Declined(trace.refuse(
                IssuerMismatch::new, reason, "the authorization response is not from " + attempt.issuer()));
    }

    private Callback outcome(Parameters response) {
        Optional<String> error = response.value("error");
        if (error.isPresent()) {
            return new Callback.Declined(declined(error.get(), response));
        }
        Optional<AuthorizationCode> code = response.value("code").flatMap(CallbackCheck::code);
        if (code.isEmpty()) {
            return new Callback.Declined(trace.refuse(
                    LoginFailed::new,
                    ClientReasons.CALLBACK_INVALID,
                    "the authorization response has neither a code nor an error"));
        }
        trace.permit(
                ClientReasons.LOGIN_ANSWERED,
                Map.of(
                        "issuer",
                        attempt.issuer(),
                        FlowKeys.TRANSACTION,
                        attempt.state().fingerprint()));
        return new Callback.Approved(code.get());
    }

    private static Optional<AuthorizationCode> code(String text) {
        try {
            return Optional.of(AuthorizationCode.parse(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private LoginFailed declined(String error, Parameters response) {
        Reason reason = error.equals("access_denied") ? ClientReasons.LOGIN_DENIED : ClientReasons.LOGIN_REFUSED;
        String said = Printable.text(error)
                + ErrorAnswer.details(response.value("error_description"), response.value("error_uri"));
        return trace.refuse(LoginFailed::new, reason, "the authorization server answered " + said);
    }
}
