package dev.mcpoauth.core.pkce;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Row D6: the ways clients write {@code S256}. */
final class MethodSpelling {
    private static final Set<String> ALIASES = Set.of("S256", "SHA256", "SHA-256");

    private MethodSpelling() {}

    /** The tolerances needed to read the method as {@code S256}; empty if it is something else. */
    static Optional<Set<PkceTolerance>> deviationsFromS256(String method) {
        if (method.equals(ChallengeMethod.S256.wireName())) {
            return Optional.of(Set.of());
        }
        return ALIASES.contains(method.toUpperCase(Locale.ROOT))
                ? Optional.of(EnumSet.of(PkceTolerance.METHOD_SPELLING))
                : Optional.empty();
    }
}
