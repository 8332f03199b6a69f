package dev.mcpoauth.core.pkce;

import dev.mcpoauth.core.diagnostics.CoreReasons;
import dev.mcpoauth.core.diagnostics.Reason;
import dev.mcpoauth.core.pkce.ChallengeOutcome.Accepted;
import dev.mcpoauth.core.pkce.ChallengeOutcome.Refused;
import dev.mcpoauth.core.pkce.VerifierOutcome.Malformed;
import dev.mcpoauth.core.pkce.VerifierOutcome.Matched;
import dev.mcpoauth.core.pkce.VerifierOutcome.Mismatch;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The authorization server's side of <a href="https://www.rfc-editor.org/rfc/rfc7636">RFC 7636</a>: which challenges it
 * binds to a code and which verifiers redeem one. Pure and immutable.
 *
 * <p>Both methods fail closed in both directions: no code without a challenge, no token without its verifier, and a
 * verifier for a code without challenge is refused as well (OAuth 2.1 §4.1.3, the downgrade of CVE-2025-4144).
 * {@code plain} is never tried as a second chance.
 */
public final class PkcePolicy {
    private static final PkcePolicy STRICT = new PkcePolicy(Set.of(), false);

    private final Set<PkceTolerance> tolerances;
    private final boolean plainAllowed;

    private PkcePolicy(Collection<PkceTolerance> tolerances, boolean plainAllowed) {
        EnumSet<PkceTolerance> copy = EnumSet.noneOf(PkceTolerance.class);
        copy.addAll(tolerances);
        this.tolerances = Collections.unmodifiableSet(copy);
        this.plainAllowed = plainAllowed;
    }

    /** {@code S256} as RFC 7636 and OAuth 2.1 write it, nothing else. */
    public static PkcePolicy strict() {
        return STRICT;
    }

    /** This policy with the given tolerances in addition. */
    public PkcePolicy tolerating(PkceTolerance... more) {
        return tolerating(List.of(more));
    }

    /** This policy with the given tolerances in addition. */
    public PkcePolicy tolerating(Collection<PkceTolerance> more) {
        EnumSet<PkceTolerance> union = EnumSet.noneOf(PkceTolerance.class);
        union.addAll(tolerances);
        union.addAll(more);
        return new PkcePolicy(union, plainAllowed);
    }

    /**
     * Weakens PKCE: accepts {@code code_challenge_method=plain} (D8), and no method at all as {@code plain} (RFC 7636
     * §4.3), so that whoever sees an authorization request can redeem its code. Only for a client that can not hash.
     *
     * <p>With {@link PkceTolerance#METHOD_MISSING} as well, a challenge that has the shape of a digest is taken for
     * {@code S256}; a {@code plain} client then has to send its method.
     */
    public PkcePolicy dangerouslyAllowPlain() {
        return new PkcePolicy(tolerances, true);
    }

    /** The tolerances in force. */
    public Set<PkceTolerance> tolerances() {
        return tolerances;
    }

    /** Whether {@link #dangerouslyAllowPlain} was called. */
    public boolean allowsPlain() {
        return plainAllowed;
    }

    /**
     * Reads the challenge of an authorization request (RFC 7636 §4.3).
     *
     * @param challenge the {@code code_challenge} as decoded from the query, if there was one
     * @param method the {@code code_challenge_method}, if there was one
     */
    public ChallengeOutcome authorize(Optional<String> challenge, Optional<String> method) {
        if (challenge.isEmpty()) {
            return refused(CoreReasons.PKCE_CHALLENGE_MISSING);
        }
        if (method.isEmpty()) {
            return withoutMethod(challenge.get());
        }
        if (method.get().equals(ChallengeMethod.PLAIN.wireName())) {
            return plain(challenge.get());
        }
        Optional<Set<PkceTolerance>> spelling = MethodSpelling.deviationsFromS256(method.get());
        return spelling.isPresent()
                ? s256(challenge.get(), spelling.get())
                : refused(CoreReasons.PKCE_METHOD_UNSUPPORTED);
    }

    private ChallengeOutcome withoutMethod(String challenge) {
        boolean tolerated = tolerances.contains(PkceTolerance.METHOD_MISSING);
        if (DigestText.detect(challenge).isPresent() && (tolerated || !plainAllowed)) {
            return s256(challenge, EnumSet.of(PkceTolerance.METHOD_MISSING));
        }
        return plainAllowed ? plain(challenge) : refused(CoreReasons.PKCE_METHOD_MISSING);
    }

    private ChallengeOutcome s256(String challenge, Set<PkceTolerance> methodDeviations) {
        Optional<DigestText> detected = DigestText.detect(challenge);
        if (detected.isEmpty()) {
            return refused(CoreReasons.PKCE_CHALLENGE_MALFORMED);
        }
        EnumSet<PkceTolerance> needed = EnumSet.noneOf(PkceTolerance.class);
        needed.addAll(methodDeviations);
        needed.addAll(detected.get().deviations());
        return tolerances.containsAll(needed)
                ? new Accepted(CodeChallenge.s256(detected.get().digest(), needed))
                : new Refused(reasonFor(missing(needed)), needed);
    }

    private ChallengeOutcome plain(String challenge) {
        if (!plainAllowed) {
            return refused(CoreReasons.PKCE_PLAIN_REFUSED);
        }
        Optional<Set<PkceTolerance>> needed = VerifierGrammar.deviations(challenge);
        return needed.isPresent() && tolerances.containsAll(needed.get())
                ? new Accepted(CodeChallenge.plain(challenge, needed.get()))
                : new Refused(CoreReasons.PKCE_CHALLENGE_MALFORMED, needed.orElse(Set.of()));
    }

    private Set<PkceTolerance> missing(Set<PkceTolerance> needed) {
        EnumSet<PkceTolerance> missing = EnumSet.copyOf(needed);
        missing.removeAll(tolerances);
        return missing;
    }

    private static Reason reasonFor(Set<PkceTolerance> missing) {
        if (missing.contains(PkceTolerance.METHOD_MISSING)) {
            return CoreReasons.PKCE_METHOD_MISSING;
        }
        return missing.contains(PkceTolerance.METHOD_SPELLING)
                ? CoreReasons.PKCE_METHOD_SPELLING
                : CoreReasons.PKCE_CHALLENGE_FORM;
    }

    private static Refused refused(Reason reason) {
        return new Refused(reason, Set.of());
    }

    /**
     * Compares the verifier of a token request with the challenge bound to its code (RFC 7636 §4.6), in constant time
     * with regard to the digest.
     *
     * @param stored the challenge bound to the code, if there is one
     * @param verifier the {@code code_verifier} as decoded from the form, if there was one
     */
    public VerifierOutcome verify(Optional<CodeChallenge> stored, Optional<String> verifier) {
        if (stored.isEmpty()) {
            return new Mismatch(
                    verifier.isPresent() ? CoreReasons.PKCE_VERIFIER_UNEXPECTED : CoreReasons.PKCE_CHALLENGE_MISSING);
        }
        if (verifier.isEmpty()) {
            return new Malformed(CoreReasons.PKCE_VERIFIER_MISSING, Set.of());
        }
        if (stored.get().method() == ChallengeMethod.PLAIN && !plainAllowed) {
            return new Mismatch(CoreReasons.PKCE_PLAIN_REFUSED);
        }
        return verify(stored.get(), verifier.get());
    }

    private VerifierOutcome verify(CodeChallenge stored, String verifier) {
        Optional<Set<PkceTolerance>> needed = VerifierGrammar.deviations(verifier);
        boolean matches = needed.isPresent() && stored.hasDigest(Sha256.of(verifier));
        boolean allowed = needed.isPresent() && tolerances.containsAll(needed.get());
        if (matches && allowed) {
            return new Matched(needed.get());
        }
        if (matches) {
            return new Malformed(CoreReasons.PKCE_VERIFIER_MALFORMED, needed.get());
        }
        Optional<Reason> recognised = VerifierDiagnosis.of(stored, verifier);
        if (recognised.isPresent()) {
            return new Mismatch(recognised.get());
        }
        return allowed
                ? new Mismatch(CoreReasons.PKCE_VERIFIER_MISMATCH)
                : new Malformed(CoreReasons.PKCE_VERIFIER_MALFORMED, Set.of());
    }

    @Override
    public String toString() {
        return "PkcePolicy[tolerances=" + tolerances + ", plain=" + plainAllowed + "]";
    }
}
