package dev.mcpoauth.server.settings;

import dev.mcpoauth.core.pkce.PkcePolicy;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The tolerances in force for a request, none of them by default. Immutable. */
public final class Tolerances {
    private static final Tolerances STRICT = new Tolerances(Set.of());

    private final Set<Tolerance> accepted;

    private Tolerances(Set<Tolerance> accepted) {
        this.accepted = accepted;
    }

    /** OAuth 2.1 and the MCP text, nothing else. */
    public static Tolerances strict() {
        return STRICT;
    }

    /** These tolerances. */
    public static Tolerances of(Collection<Tolerance> accepted) {
        return new Tolerances(Set.copyOf(accepted));
    }

    /** These and the other ones. */
    public Tolerances and(Tolerances more) {
        return of(Stream.concat(accepted.stream(), more.accepted.stream()).collect(Collectors.toSet()));
    }

    /** Whether this one is in force. */
    public boolean accepts(Tolerance tolerance) {
        return accepted.contains(tolerance);
    }

    /** The PKCE policy that follows. */
    public PkcePolicy pkce() {
        PkcePolicy policy = PkcePolicy.strict()
                .tolerating(accepted.stream()
                        .map(Tolerance::pkce)
                        .flatMap(Optional::stream)
                        .toList());
        return accepts(Tolerance.DANGEROUS_PLAIN_PKCE) ? policy.dangerouslyAllowPlain() : policy;
    }

    @Override
    public String toString() {
        return "Tolerances" + accepted;
    }
}
