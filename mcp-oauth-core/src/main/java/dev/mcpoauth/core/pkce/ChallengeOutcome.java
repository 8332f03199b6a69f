package dev.mcpoauth.core.pkce;

import dev.mcpoauth.core.diagnostics.Reason;
import java.util.Set;

/** What {@link PkcePolicy#authorize} made of an authorization request's challenge. */
public sealed interface ChallengeOutcome {

    /**
     * Bind the challenge to the code.
     *
     * @param challenge the normalised challenge; its {@linkplain CodeChallenge#deviations() deviations} are worth a
     *     warning to the operator when there are any
     */
    record Accepted(CodeChallenge challenge) implements ChallengeOutcome {}

    /**
     * Answer {@code invalid_request} (RFC 7636 §4.4.1).
     *
     * @param reason what was wrong
     * @param wouldAccept the tolerances that would have accepted the request; empty if none would
     */
    record Refused(Reason reason, Set<PkceTolerance> wouldAccept) implements ChallengeOutcome {
        public Refused {
            wouldAccept = Set.copyOf(wouldAccept);
        }
    }
}
