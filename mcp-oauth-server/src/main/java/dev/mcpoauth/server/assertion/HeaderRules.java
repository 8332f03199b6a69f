package dev.mcpoauth.server.assertion;

import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.server.diagnostics.ServerReasons;
import dev.mcpoauth.server.internal.jose.HeaderTricks;
import dev.mcpoauth.server.jose.SignatureAlgorithm;
import dev.mcpoauth.server.settings.TrustedIssuer;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What the header of an assertion may say: the type that no other token of its issuer has (RFC 8725 §3.11), an algorithm of
 * the settings, no key of its own choosing, no extension.
 */
final class HeaderRules {
    private static final String IDENTITY_ASSERTION = "oauth-id-jag+jwt";
    private static final Set<String> PLAIN = Set.of("", "jwt");
    private static final String PREFIX = "application/";

    private HeaderRules() {}

    static SignatureAlgorithm algorithm(TrustedIssuer issuer, JsonObject header) {
        Optional<String> key = HeaderTricks.keyOfItsOwn(header);
        if (key.isPresent() || HeaderTricks.hasExtension(header)) {
            throw Refusal.because(
                    ServerReasons.IDENTITY_HEADER,
                    "it must neither name a key of its own nor have extensions",
                    "header",
                    key.orElse("crit"));
        }
        requireType(issuer, header);
        String alg = header.string("alg").orElse("");
        return SignatureAlgorithm.ofWireName(alg)
                .filter(issuer.algorithms()::contains)
                .orElseThrow(() -> Refusal.because(
                        ServerReasons.IDENTITY_ALGORITHM,
                        "it is signed with an algorithm that is not accepted",
                        "alg",
                        alg));
    }

    private static void requireType(TrustedIssuer issuer, JsonObject header) {
        String type = header.has("typ") ? normal(header.string("typ").orElse("?")) : "";
        boolean fits = issuer.issuesIdentityAssertions() ? type.equals(IDENTITY_ASSERTION) : PLAIN.contains(type);
        if (!fits) {
            throw Refusal.because(
                    ServerReasons.IDENTITY_TYPE,
                    issuer.issuesIdentityAssertions() ? "its typ must be " + IDENTITY_ASSERTION : "its typ must be JWT",
                    "typ",
                    type);
        }
    }

    /** RFC 7515 §4.1.9: case does not matter, and {@code application/} may be left out. */
    private static String normal(String type) {
        String lower = type.toLowerCase(Locale.ROOT);
        return lower.startsWith(PREFIX) ? lower.substring(PREFIX.length()) : lower;
    }
}
