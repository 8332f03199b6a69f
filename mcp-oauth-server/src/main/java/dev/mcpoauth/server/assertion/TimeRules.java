package dev.mcpoauth.server.assertion;

import dev.mcpoauth.core.OAuthException;
import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.server.diagnostics.ServerReasons;
import dev.mcpoauth.server.internal.claims.NumericDate;
import dev.mcpoauth.server.settings.TrustedIssuer;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** When an assertion is good: now, give or take a minute, and not for longer than its issuer may say. */
final class TimeRules {
    private static final Duration SKEW = Duration.ofSeconds(60);

    private TimeRules() {}

    /** When an assertion is good no more, the tolerance for clocks included. */
    static Optional<Instant> end(JsonObject claims) {
        return NumericDate.of(claims, "exp").map(exp -> exp.plus(SKEW));
    }

    static void require(TrustedIssuer issuer, JsonObject claims, Instant now) {
        Instant end = end(claims).orElseThrow(() -> refuse("exp is missing or no time", "exp", claims));
        Instant begin =
                NumericDate.of(claims, "iat").orElseThrow(() -> refuse("iat is missing or no time", "iat", claims));
        if (!end.isAfter(now)) {
            throw refuse("it has expired", "exp", claims);
        }
        if (begin.minus(SKEW).isAfter(now)) {
            throw refuse("its iat is still to come", "iat", claims);
        }
        if (end.isAfter(begin.plus(issuer.longestLifetime()).plus(SKEW))) {
            throw refuse("it is good for too long", "exp", claims);
        }
        boolean early = claims.has("nbf")
                && NumericDate.of(claims, "nbf")
                        .filter(time -> !time.minus(SKEW).isAfter(now))
                        .isEmpty();
        if (early) {
            throw refuse("its nbf is no time, or still to come", "nbf", claims);
        }
    }

    private static OAuthException refuse(String what, String name, JsonObject claims) {
        return Refusal.because(
                ServerReasons.IDENTITY_TIME, what, name, claims.value(name).orElse(""));
    }
}
