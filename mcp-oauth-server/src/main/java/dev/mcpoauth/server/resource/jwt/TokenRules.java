package dev.mcpoauth.server.resource.jwt;

import dev.mcpoauth.core.Issuer;
import dev.mcpoauth.core.diagnostics.Reason;
import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.server.internal.claims.NumericDate;
import dev.mcpoauth.server.internal.jose.CompactJws;
import dev.mcpoauth.server.jose.SignatureAlgorithm;
import dev.mcpoauth.server.resource.ResourceReasons;
import dev.mcpoauth.server.resource.TokenProfile;
import dev.mcpoauth.server.resource.Verification.Inactive;
import dev.mcpoauth.server.resource.internal.BoundKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What a token must say before its signature is worth checking, which costs a hundred times more (RFC 9068 §4, RFC 8725).
 * The header chooses among what the settings allow and nothing else: a key inside a token, or a URL of one, is not looked
 * at.
 */
record TokenRules(Issuer issuer, TokenProfile profile, Set<SignatureAlgorithm> algorithms, Duration skew) {
    /** Claims of tokens that the same issuer signs for other purposes (OpenID Connect Core §3.1.3.6, RFC 8417 §2.2). */
    private static final List<String> OF_OTHER_TOKENS = List.of("at_hash", "c_hash", "events");

    TokenRules {
        algorithms = Set.copyOf(algorithms);
    }

    /** Why the token is refused, if it is. */
    Optional<Inactive> problem(CompactJws token, Instant now) {
        return first(
                () -> header(token.header()),
                () -> purpose(token.header(), token.claims()),
                () -> origin(token.claims()),
                () -> binding(token.claims()),
                () -> time(token.claims(), now),
                () -> people(token.claims()));
    }

    @SafeVarargs
    private static Optional<Inactive> first(Supplier<Optional<Inactive>>... rules) {
        for (Supplier<Optional<Inactive>> rule : rules) {
            Optional<Inactive> problem = rule.get();
            if (problem.isPresent()) {
                return problem;
            }
        }
        return Optional.empty();
    }

    private Optional<Inactive> header(JsonObject header) {
        String algorithm = header.string("alg").orElse("");
        if (SignatureAlgorithm.ofWireName(algorithm)
                .filter(algorithms::contains)
                .isEmpty()) {
            return refused(ResourceReasons.TOKEN_ALGORITHM, "alg", algorithm);
        }
        if (header.names().contains("crit")) {
            return refused(
                    ResourceReasons.TOKEN_CRITICAL,
                    "crit",
                    header.strings("crit").orElse(List.of()));
        }
        String type = type(header);
        return profile.acceptsType(type) ? Optional.empty() : refused(ResourceReasons.TOKEN_TYPE, "typ", type);
    }

    private static String type(JsonObject header) {
        return header.string("typ").orElse("");
    }

    /** Where the type does not tell tokens of one issuer apart, their claims have to. */
    private static Optional<Inactive> purpose(JsonObject header, JsonObject claims) {
        if (TokenProfile.isUnmistakable(type(header))) {
            return Optional.empty();
        }
        Optional<String> telling = OF_OTHER_TOKENS.stream().filter(claims::has).findFirst();
        if (telling.isPresent()) {
            return refused(ResourceReasons.TOKEN_OTHER_PURPOSE, "claim", telling.get());
        }
        String type = claims.string("typ").orElse("Bearer");
        return type.equalsIgnoreCase("Bearer")
                ? Optional.empty()
                : refused(ResourceReasons.TOKEN_OTHER_PURPOSE, "typ", type);
    }

    private Optional<Inactive> origin(JsonObject claims) {
        String named = claims.string("iss").orElse("");
        return named.equals(issuer.value())
                ? Optional.empty()
                : Optional.of(new Inactive(ResourceReasons.TOKEN_OTHER_ISSUER)
                        .with("expected", issuer.value())
                        .with("iss", named));
    }

    /** A token that is bound in a way that nobody here can check is worth nothing (RFC 8705 §3). */
    private static Optional<Inactive> binding(JsonObject claims) {
        return BoundKey.isUnknown(claims)
                ? Optional.of(new Inactive(ResourceReasons.TOKEN_SENDER_CONSTRAINED))
                : Optional.empty();
    }

    private Optional<Inactive> time(JsonObject claims, Instant now) {
        Optional<Instant> end = NumericDate.of(claims, "exp");
        if (end.isEmpty()) {
            return refused(ResourceReasons.TOKEN_CLAIMS, "claim", "exp");
        }
        if (!end.get().plus(skew).isAfter(now)) {
            return refused(ResourceReasons.TOKEN_EXPIRED, "exp", end.get());
        }
        return first(() -> notAfter("nbf", claims, now), () -> notAfter("iat", claims, now));
    }

    private Optional<Inactive> notAfter(String name, JsonObject claims, Instant now) {
        if (!claims.has(name)) {
            return Optional.empty();
        }
        Optional<Instant> time = NumericDate.of(claims, name);
        if (time.isEmpty()) {
            return refused(ResourceReasons.TOKEN_CLAIMS, "claim", name);
        }
        return time.get().minus(skew).isAfter(now)
                ? refused(ResourceReasons.TOKEN_NOT_YET_VALID, name, time.get())
                : Optional.empty();
    }

    private Optional<Inactive> people(JsonObject claims) {
        if (profile.subject(claims).isEmpty()) {
            return refused(ResourceReasons.TOKEN_CLAIMS, "claim", "the subject's");
        }
        return profile.client(claims).isEmpty()
                ? refused(ResourceReasons.TOKEN_CLAIMS, "claim", "the client's")
                : Optional.empty();
    }

    private static Optional<Inactive> refused(Reason reason, String fact, Object value) {
        return Optional.of(new Inactive(reason).with(fact, value));
    }
}
