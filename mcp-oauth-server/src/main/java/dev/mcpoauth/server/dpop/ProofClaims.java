package dev.mcpoauth.server.dpop;

import static dev.mcpoauth.core.OAuthError.INVALID_DPOP_PROOF;

import dev.mcpoauth.core.OAuthException;
import dev.mcpoauth.core.diagnostics.Reason;
import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.server.internal.claims.NumericDate;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;

/**
 * What the claims of a proof must say (RFC 9449 §4.2, §4.3): which request it is for, when it was made, and how it is known
 * again.
 */
final class ProofClaims {
    private static final int LONGEST_ID = 256;
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    private final JsonObject claims;

    ProofClaims(JsonObject claims) {
        this.claims = claims;
    }

    void requireTarget(ProofTarget target) {
        String method = claims.string("htm").orElse("");
        if (!method.equals(target.method())) {
            throw refuse(DpopReasons.METHOD, "the proof's htm is not the method of the request")
                    .with("htm", method)
                    .with("method", target.method());
        }
        String url = claims.string("htu").orElse("");
        if (!target.isAt(url)) {
            throw refuse(DpopReasons.URL, "the proof's htu is not the URL of the request")
                    .with("htu", withoutQuery(url))
                    .with("url", target.url());
        }
    }

    /** A query may hold secrets, and the operator reads this. */
    private static String withoutQuery(String url) {
        int query = url.indexOf('?');
        return query < 0 ? url : url.substring(0, query);
    }

    /** When the proof is good no more: a second later than said, for the fraction that whole seconds lack. */
    Instant requireTime(Instant now, Duration window) {
        Instant made =
                NumericDate.of(claims, "iat").orElseThrow(() -> refuse(DpopReasons.TIME, "the proof has no iat"));
        Instant end = made.plus(window).plusSeconds(1);
        if (made.minus(window).isAfter(now) || !end.isAfter(now)) {
            throw refuse(DpopReasons.TIME, "the proof's iat is too far from the server's time")
                    .with("iat", made)
                    .with("now", now);
        }
        return end;
    }

    String requireId() {
        return claims.string("jti")
                .filter(id -> !id.isEmpty() && id.length() <= LONGEST_ID)
                .orElseThrow(() -> refuse(DpopReasons.ID, "the proof's jti is missing or too long"));
    }

    void requireToken(String token) {
        byte[] named = claims.string("ath").orElse("").getBytes(StandardCharsets.UTF_8);
        if (!MessageDigest.isEqual(named, hash(token).getBytes(StandardCharsets.US_ASCII))) {
            throw refuse(DpopReasons.TOKEN, "the proof's ath is not the hash of the access token");
        }
    }

    private static String hash(String token) {
        try {
            byte[] octets = token.getBytes(StandardCharsets.US_ASCII);
            return ENCODER.encodeToString(MessageDigest.getInstance("SHA-256").digest(octets));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static OAuthException refuse(Reason reason, String text) {
        return INVALID_DPOP_PROOF.because(reason, text);
    }
}
