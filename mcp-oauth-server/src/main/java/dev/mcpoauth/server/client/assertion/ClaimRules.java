package dev.mcpoauth.server.client.assertion;

import dev.mcpoauth.core.OAuthException;
import dev.mcpoauth.core.diagnostics.Reason;
import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.server.client.RegisteredClient;
import dev.mcpoauth.server.diagnostics.ServerReasons;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The claims of an assertion (RFC 7523 §3, OpenID Connect Core §9): about the client by the client, for us and for nobody
 * else besides, good now and not for long, with an identifier by which it is known again.
 */
final class ClaimRules {
    private static final Duration SKEW = Duration.ofSeconds(60);
    private static final Duration LONGEST = Duration.ofHours(1);
    private static final int LONGEST_ID = 500;

    private final Set<String> audiences;

    ClaimRules(Set<String> audiences) {
        this.audiences = Set.copyOf(audiences);
    }

    /** When an assertion is good no more, the tolerance for clocks included. */
    static Optional<Instant> end(JsonObject claims) {
        return time(claims, "exp").map(exp -> exp.plus(SKEW));
    }

    void require(RegisteredClient client, JsonObject claims, Instant now) {
        for (String name : List.of("iss", "sub")) {
            if (!claims.string(name).equals(Optional.of(client.clientId()))) {
                throw refuse(client, ServerReasons.ASSERTION_SUBJECT, name + " must be the client_id");
            }
        }
        if (!isForUs(claims)) {
            throw refuse(client, ServerReasons.ASSERTION_AUDIENCE, "aud must be the issuer or the token endpoint")
                    .with("seen", claims.value("aud").orElse(""));
        }
        requireTimes(client, claims, now);
        if (claims.string("jti").filter(ClaimRules::isIdentifier).isEmpty()) {
            throw refuse(client, ServerReasons.ASSERTION_ID, "jti is missing or too long");
        }
    }

    private static boolean isIdentifier(String jti) {
        return !jti.isEmpty() && jti.length() <= LONGEST_ID;
    }

    /** An audience beside us could use the assertion here. */
    private boolean isForUs(JsonObject claims) {
        Optional<String> single = claims.string("aud");
        if (single.isPresent()) {
            return audiences.contains(single.get());
        }
        List<String> all = claims.strings("aud").orElse(List.of());
        return !all.isEmpty() && audiences.containsAll(all);
    }

    private static void requireTimes(RegisteredClient client, JsonObject claims, Instant now) {
        Instant end = end(claims)
                .orElseThrow(() -> refuse(client, ServerReasons.ASSERTION_TIME, "exp is missing or no time"));
        if (!end.isAfter(now)) {
            throw refuse(client, ServerReasons.ASSERTION_TIME, "the client assertion has expired");
        }
        if (end.isAfter(now.plus(LONGEST).plus(SKEW))) {
            throw refuse(client, ServerReasons.ASSERTION_TIME, "the client assertion is good for more than an hour");
        }
        for (String name : List.of("iat", "nbf")) {
            if (claims.has(name) && isAhead(time(claims, name), now)) {
                throw refuse(client, ServerReasons.ASSERTION_TIME, name + " is no time, or one that is still to come");
            }
        }
    }

    private static boolean isAhead(Optional<Instant> time, Instant now) {
        return time.isEmpty() || time.get().isAfter(now.plus(SKEW));
    }

    /** A NumericDate (RFC 7519 §2), of which fractions do not matter here. */
    private static Optional<Instant> time(JsonObject claims, String name) {
        return claims.value(name)
                .filter(Number.class::isInstance)
                .map(value -> ((Number) value).doubleValue())
                .filter(seconds -> seconds >= 0 && seconds < 1e11)
                .map(seconds -> Instant.ofEpochSecond(seconds.longValue()));
    }

    private static OAuthException refuse(RegisteredClient client, Reason reason, String what) {
        return AssertionRefusal.because(reason, "client assertion: " + what, client, Optional.empty());
    }
}
