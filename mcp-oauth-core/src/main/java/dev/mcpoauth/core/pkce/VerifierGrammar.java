package dev.mcpoauth.core.pkce;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** The shape of a verifier: RFC 7636 §4.1 ({@code 43*128unreserved}) and how far a text is from it. */
final class VerifierGrammar {
    static final int MIN = 43;
    static final int MAX = 128;
    private static final int TOLERATED_MIN = 32;
    static final int TOLERATED_MAX = 256;

    private VerifierGrammar() {}

    static boolean isStrict(String text) {
        return deviations(text).filter(Set::isEmpty).isPresent();
    }

    /** The tolerances that the text needs: none if it follows the RFC; empty if no tolerance covers it. */
    static Optional<Set<PkceTolerance>> deviations(String text) {
        if (text.length() < TOLERATED_MIN || text.length() > TOLERATED_MAX) {
            return Optional.empty();
        }
        if (!text.chars().allMatch(c -> isUnreserved(c) || isBase64Extra(c))) {
            return Optional.empty();
        }
        Set<PkceTolerance> deviations = EnumSet.noneOf(PkceTolerance.class);
        if (text.length() < MIN || text.length() > MAX) {
            deviations.add(PkceTolerance.VERIFIER_LENGTH);
        }
        if (text.chars().anyMatch(VerifierGrammar::isBase64Extra)) {
            deviations.add(PkceTolerance.VERIFIER_ALPHABET);
        }
        return Optional.of(deviations);
    }

    private static boolean isUnreserved(int c) {
        return (c >= 'A' && c <= 'Z')
                || (c >= 'a' && c <= 'z')
                || (c >= '0' && c <= '9')
                || c == '-'
                || c == '.'
                || c == '_'
                || c == '~';
    }

    private static boolean isBase64Extra(int c) {
        return c == '+' || c == '/' || c == '=';
    }
}
