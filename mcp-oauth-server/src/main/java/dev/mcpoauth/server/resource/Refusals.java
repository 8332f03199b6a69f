package dev.mcpoauth.server.resource;

import dev.mcpoauth.core.OAuthError;
import dev.mcpoauth.core.ResourceIndicator;
import dev.mcpoauth.core.Scope;
import dev.mcpoauth.core.diagnostics.CorrelationId;
import dev.mcpoauth.core.diagnostics.Decision;
import dev.mcpoauth.core.diagnostics.DiagnosticEvent;
import dev.mcpoauth.core.diagnostics.DiagnosticListener;
import dev.mcpoauth.core.diagnostics.Reason;
import dev.mcpoauth.core.store.StoreException;
import dev.mcpoauth.server.dpop.ProofNonces;
import dev.mcpoauth.server.settings.ErrorUris;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Says no: the answer to the peer, and under the same correlation id the event for the operator. */
final class Refusals {
    private static final int UNAUTHORIZED = 401;

    private final ResourceIndicator resource;
    private final Challenges challenges;
    private final ErrorUris errorUris;
    private final DiagnosticListener diagnostics;
    private final Clock clock;
    private final RandomGenerator random;

    Refusals(
            ResourceIndicator resource,
            Challenges challenges,
            ErrorUris errorUris,
            DiagnosticListener diagnostics,
            Clock clock,
            RandomGenerator random) {
        this.resource = resource;
        this.challenges = challenges;
        this.errorUris = errorUris;
        this.diagnostics = diagnostics;
        this.clock = clock;
        this.random = random;
    }

    /** RFC 6750 §3.1: a request without any credentials gets a challenge without an error code. */
    AccessRefusal withoutToken(Reason reason, Scope scope) {
        CorrelationId id = report(Decision.REFUSED, reason, Map.of());
        String text = "An access token is needed.";
        return new AccessRefusal(
                UNAUTHORIZED,
                "unauthorized",
                text,
                challenges.of(Optional.empty(), Optional.empty(), scope),
                Optional.empty(),
                id);
    }

    /** For any other reason; a proof that is refused is a failed authentication here (RFC 9449 §7.1, §9). */
    AccessRefusal because(
            OAuthError error,
            Reason reason,
            String text,
            Optional<TokenScheme> used,
            Scope scope,
            Map<String, String> facts) {
        CorrelationId id = report(Decision.REFUSED, reason, facts);
        boolean ofProof = error.equals(OAuthError.INVALID_DPOP_PROOF) || error.equals(OAuthError.USE_DPOP_NONCE);
        return new AccessRefusal(
                ofProof ? UNAUTHORIZED : error.status(),
                error.code(),
                text,
                challenges.of(used, Optional.of(new Challenges.Told(error, text, errorUris.of(reason))), scope),
                Optional.ofNullable(facts.get(ProofNonces.FACT)),
                id);
    }

    AccessRefusal unavailable(StoreException down) {
        CorrelationId id = CorrelationId.generate(random);
        diagnostics.on(event(id, Decision.FAILED, ResourceReasons.VERIFIER_UNAVAILABLE)
                .cause(down)
                .build());
        OAuthError error = OAuthError.TEMPORARILY_UNAVAILABLE;
        String text = "The access token can not be verified right now. Keep it and try again.";
        return new AccessRefusal(error.status(), error.code(), text, List.of(), Optional.empty(), id);
    }

    private CorrelationId report(Decision decision, Reason reason, Map<String, String> facts) {
        CorrelationId id = CorrelationId.generate(random);
        diagnostics.on(event(id, decision, reason).facts(facts).build());
        return id;
    }

    private DiagnosticEvent.Builder event(CorrelationId id, Decision decision, Reason reason) {
        return DiagnosticEvent.at(clock.instant(), id, decision, reason).fact("resource", resource.value());
    }
}
