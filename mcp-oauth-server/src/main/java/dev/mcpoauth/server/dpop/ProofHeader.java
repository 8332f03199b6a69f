package dev.mcpoauth.server.dpop;

import static dev.mcpoauth.core.OAuthError.INVALID_DPOP_PROOF;

import dev.mcpoauth.core.OAuthException;
import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.server.internal.jose.EmbeddedJwk;
import dev.mcpoauth.server.internal.jose.JwkReading;
import dev.mcpoauth.server.jose.SignatureAlgorithm;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What the JOSE header of a proof may say (RFC 9449 §4.2, RFC 8725 §3): the one place where a token brings its own key. */
final class ProofHeader {
    /** The private members of RFC 7518 §6.2.2, §6.3.2, §6.4 and RFC 8037 §2. */
    private static final Set<String> PRIVATE = Set.of("d", "p", "q", "dp", "dq", "qi", "oth", "k");

    private ProofHeader() {}

    /** The algorithm, after everything that costs nothing to check. */
    static SignatureAlgorithm algorithm(JsonObject header, List<SignatureAlgorithm> allowed) {
        String type = header.string("typ").orElse("");
        if (!isProof(type)) {
            throw INVALID_DPOP_PROOF
                    .because(DpopReasons.TYPE, "the proof's typ must be dpop+jwt")
                    .with("typ", type);
        }
        if (header.has("crit") || header.has("b64")) {
            throw INVALID_DPOP_PROOF.because(DpopReasons.CRITICAL, "the proof has an extension that is not supported");
        }
        String alg = header.string("alg").orElse("");
        return SignatureAlgorithm.ofWireName(alg)
                .filter(allowed::contains)
                .orElseThrow(() -> INVALID_DPOP_PROOF
                        .because(DpopReasons.ALGORITHM, "the proof is signed with an algorithm that is not accepted")
                        .with("alg", alg));
    }

    /** RFC 7515 §4.1.9: case does not matter, and {@code application/} may be left out. */
    private static boolean isProof(String type) {
        String lower = type.toLowerCase(Locale.ROOT);
        return lower.equals("dpop+jwt") || lower.equals("application/dpop+jwt");
    }

    static EmbeddedJwk key(JsonObject header, SignatureAlgorithm algorithm) {
        JsonObject jwk = header.object("jwk").orElseThrow(() -> unusable("the proof has no jwk"));
        if (jwk.names().stream().anyMatch(PRIVATE::contains)) {
            throw INVALID_DPOP_PROOF.because(
                    DpopReasons.KEY_PRIVATE, "the proof's jwk is not public: the key is spoiled, make another");
        }
        Optional<EmbeddedJwk> key = JwkReading.embedded(jwk, algorithm);
        return key.orElseThrow(() -> unusable("the proof's jwk is no key for its alg"));
    }

    private static OAuthException unusable(String text) {
        return INVALID_DPOP_PROOF.because(DpopReasons.KEY_UNUSABLE, text);
    }
}
