package dev.mcpoauth.core.pkce;

import dev.mcpoauth.core.diagnostics.Reason;
import java.util.Set;

/**
 * What {@link PkcePolicy#verify} made of a token request's verifier. Everything but {@link Matched} is
 * {@code invalid_grant} to the client (RFC 7636 §4.6); the reason is for the operator only.
 */
public sealed interface VerifierOutcome {

    /**
     * The verifier belongs to the challenge.
     *
     * @param deviations the tolerances that the verifier needed, worth a warning when there are any
     */
    record Matched(Set<PkceTolerance> deviations) implements VerifierOutcome {
        public Matched {
            deviations = Set.copyOf(deviations);
        }
    }

    /**
     * There is no verifier, or none that the policy's grammar allows.
     *
     * @param reason what was wrong
     * @param wouldAccept the tolerances under which this very verifier would have matched; empty if none would
     */
    record Malformed(Reason reason, Set<PkceTolerance> wouldAccept) implements VerifierOutcome {
        public Malformed {
            wouldAccept = Set.copyOf(wouldAccept);
        }
    }

    /**
     * The verifier is not the one of the challenge.
     *
     * @param reason the client's error if it could be recognised, such as having sent the challenge as verifier
     */
    record Mismatch(Reason reason) implements VerifierOutcome {}
}
