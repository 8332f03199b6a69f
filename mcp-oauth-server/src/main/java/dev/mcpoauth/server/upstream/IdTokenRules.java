package dev.mcpoauth.server.upstream;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mcpoauth.core.Issuer;
import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.server.internal.claims.Audience;
import dev.mcpoauth.server.internal.claims.NumericDate;
import dev.mcpoauth.server.internal.jose.CompactJws;
import dev.mcpoauth.server.jose.SignatureAlgorithm;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What an ID token has to say, beside its signature (OpenID Connect Core §3.1.3.7, RFC 8725). A key or an address inside the
 * token is not looked at.
 */
record IdTokenRules(Issuer issuer, String clientId, Set<SignatureAlgorithm> algorithms, Duration skew) {
    IdTokenRules {
        algorithms = Set.copyOf(algorithms);
    }

    /** The algorithm, if it is one of the settings'. */
    Optional<SignatureAlgorithm> algorithm(JsonObject header) {
        return header.string("alg").flatMap(SignatureAlgorithm::ofWireName).filter(algorithms::contains);
    }

    /** What is wrong with the token, if anything is. */
    Optional<String> problem(CompactJws token, String nonce, String accessToken, Instant now) {
        return header(token.header())
                .or(() -> parties(token.claims()))
                .or(() -> time(token.claims(), now))
                .or(() -> bindings(token, nonce, accessToken));
    }

    private Optional<String> header(JsonObject header) {
        if (algorithm(header).isEmpty()) {
            return Optional.of("alg");
        }
        return header.has("crit") ? Optional.of("crit") : Optional.empty();
    }

    private Optional<String> parties(JsonObject claims) {
        if (!claims.string("iss").filter(issuer.value()::equals).isPresent()) {
            return Optional.of("iss");
        }
        List<String> audience = Audience.of(claims).values();
        if (!audience.contains(clientId)) {
            return Optional.of("aud");
        }
        boolean named = claims.string("azp").filter(clientId::equals).isPresent();
        return named || (audience.size() == 1 && !claims.has("azp")) ? Optional.empty() : Optional.of("azp");
    }

    private Optional<String> time(JsonObject claims, Instant now) {
        if (!NumericDate.of(claims, "exp")
                .filter(end -> end.plus(skew).isAfter(now))
                .isPresent()) {
            return Optional.of("exp");
        }
        if (!isPast(claims, "iat", now)) {
            return Optional.of("iat");
        }
        return claims.has("nbf") && !isPast(claims, "nbf", now) ? Optional.of("nbf") : Optional.empty();
    }

    private boolean isPast(JsonObject claims, String name, Instant now) {
        return NumericDate.of(claims, name)
                .filter(time -> !time.minus(skew).isAfter(now))
                .isPresent();
    }

    private Optional<String> bindings(CompactJws token, String nonce, String accessToken) {
        if (!isSame(token.claims().string("nonce").orElse(""), nonce)) {
            return Optional.of("nonce");
        }
        if (token.claims().has("at_hash")
                && !isSame(token.claims().string("at_hash").orElse(""), hash(token.header(), accessToken))) {
            return Optional.of("at_hash");
        }
        return Optional.empty();
    }

    private static boolean isSame(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(UTF_8), other.getBytes(UTF_8));
    }

    /** The left half of the access token's digest, by the hash of the signature (OpenID Connect Core §3.1.3.6). */
    private static String hash(JsonObject header, String accessToken) {
        String algorithm = header.string("alg").orElse("");
        String bits = algorithm.endsWith("256") ? "256" : algorithm.endsWith("384") ? "384" : "512";
        try {
            byte[] digest = MessageDigest.getInstance("SHA-" + bits).digest(accessToken.getBytes(US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(digest, digest.length / 2));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-2", e);
        }
    }
}
