package dev.mcpoauth.server.upstream;

import dev.mcpoauth.core.secret.TokenHasher;
import dev.mcpoauth.server.login.Subject;
import java.util.Optional;
import java.util.stream.Stream;

/** Says which resource owner an account at a provider is. Thread-safe. */
@FunctionalInterface
public interface UpstreamAccounts {

    /** The resource owner; empty to let nobody in with this account. */
    Optional<Subject> subject(UpstreamIdentity identity);

    /**
     * Whoever has an account there, under an identifier that is theirs for good: the issuer, a vertical bar that no issuer
     * has, and the issuer's identifier of the account (OpenID Connect Core §5.7). Of a provider without issuer its id takes
     * that place. What becomes longer than 255 characters is hashed.
     */
    static UpstreamAccounts byIssuerAndSubject() {
        return identity -> Optional.of(new Subject(identifier(identity), displayName(identity)));
    }

    private static String identifier(UpstreamIdentity identity) {
        String origin = identity.issuer().isPresent() ? identity.issuer().get().value() : identity.provider();
        String whole = origin + "|" + identity.subject();
        return whole.length() <= 255
                ? whole
                : "sha256|" + TokenHasher.sha256().hash(whole).encoded();
    }

    private static String displayName(UpstreamIdentity identity) {
        return Stream.of("name", "preferred_username", "login", "email")
                .flatMap(claim -> identity.claims().string(claim).stream())
                .filter(text -> !text.isBlank())
                .findFirst()
                .orElse(identity.subject());
    }
}
