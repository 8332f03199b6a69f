package dev.mcpoauth.server.resource.introspection;

import dev.mcpoauth.core.Issuer;
import dev.mcpoauth.core.diagnostics.Reason;
import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.server.internal.claims.NumericDate;
import dev.mcpoauth.server.resource.ResourceReasons;
import dev.mcpoauth.server.resource.TokenProfile;
import dev.mcpoauth.server.resource.Verification.Inactive;
import dev.mcpoauth.server.resource.internal.BoundKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What an issuer's answer must say (RFC 7662 §2.2), at the time when it is used, which may be after it was given. */
record AnswerRules(Issuer issuer, TokenProfile profile, Duration skew) {

    /** Why the token is refused, if it is. */
    Optional<Inactive> problem(JsonObject claims, Instant now) {
        if (!claims.bool("active").orElse(false)) {
            return refused(ResourceReasons.TOKEN_INACTIVE, Optional.empty());
        }
        if (!claims.string("iss").orElse(issuer.value()).equals(issuer.value())) {
            return refused(ResourceReasons.TOKEN_OTHER_ISSUER, claims.string("iss"));
        }
        if (isBoundOtherwise(claims)) {
            return refused(ResourceReasons.TOKEN_SENDER_CONSTRAINED, claims.string("token_type"));
        }
        if (claims.has("exp") && !isAhead(claims, now)) {
            return refused(ResourceReasons.TOKEN_EXPIRED, Optional.empty());
        }
        if (profile.subject(claims).isEmpty()) {
            return refused(ResourceReasons.TOKEN_CLAIMS, Optional.of("the subject's"));
        }
        return profile.client(claims).isEmpty()
                ? refused(ResourceReasons.TOKEN_CLAIMS, Optional.of("the client's"))
                : Optional.empty();
    }

    /** To a certificate, or to a key that the answer does not name. */
    private static boolean isBoundOtherwise(JsonObject claims) {
        String type = claims.string("token_type").orElse("Bearer");
        return BoundKey.isUnknown(claims)
                || (type.equalsIgnoreCase("DPoP") && BoundKey.of(claims).isEmpty());
    }

    private boolean isAhead(JsonObject claims, Instant now) {
        return NumericDate.of(claims, "exp")
                .filter(end -> end.plus(skew).isAfter(now))
                .isPresent();
    }

    private static Optional<Inactive> refused(Reason reason, Optional<String> found) {
        Inactive plain = new Inactive(reason);
        return Optional.of(found.map(text -> plain.with("found", text)).orElse(plain));
    }
}
