package dev.mcpoauth.core.pkce;

import dev.mcpoauth.core.diagnostics.CoreReasons;
import dev.mcpoauth.core.diagnostics.Reason;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Recognises, after a mismatch, the error that the client made. Nothing recognised here is ever accepted: the result
 * goes to the operator's diagnostics and not to the wire.
 */
final class VerifierDiagnosis {
    /** Longer text is not worth the hashing. */
    private static final int LONGEST = 2 * VerifierGrammar.TOLERATED_MAX;

    private VerifierDiagnosis() {}

    static Optional<Reason> of(CodeChallenge stored, String verifier) {
        if (verifier.isEmpty() || verifier.length() > LONGEST) {
            return Optional.empty();
        }
        if (DigestText.detect(verifier)
                .filter(d -> stored.hasDigest(d.digest()))
                .isPresent()) {
            return Optional.of(CoreReasons.PKCE_VERIFIER_IS_CHALLENGE);
        }
        if (decodings(verifier).anyMatch(octets -> stored.hasDigest(Sha256.of(octets)))) {
            return Optional.of(CoreReasons.PKCE_VERIFIER_HASHED_DECODED);
        }
        if (repairs(verifier).anyMatch(text -> stored.hasDigest(Sha256.of(text)))) {
            return Optional.of(CoreReasons.PKCE_VERIFIER_ALTERED);
        }
        return Optional.empty();
    }

    /** Row D12: the octets that a client may have hashed in place of the verifier's ASCII. */
    private static Stream<byte[]> decodings(String verifier) {
        String url = verifier.replace('+', '-').replace('/', '_').replace("=", "");
        return Stream.concat(
                octets(() -> Base64.getUrlDecoder().decode(url)),
                octets(() -> HexFormat.of().parseHex(verifier)));
    }

    private static Stream<byte[]> octets(Supplier<byte[]> decoder) {
        try {
            return Stream.of(decoder.get());
        } catch (IllegalArgumentException notThisEncoding) {
            return Stream.empty();
        }
    }

    /** What transport does to a verifier: plus read as space, escapes left in, blanks or quotes around it. */
    private static Stream<String> repairs(String verifier) {
        return Stream.of(
                        verifier.replace(' ', '+'),
                        verifier.strip(),
                        verifier.replace("\"", ""),
                        verifier.replaceAll("%2[Bb]", "+")
                                .replaceAll("%2[Ff]", "/")
                                .replaceAll("%3[Dd]", "="),
                        verifier.replaceAll("%7[Ee]", "~"))
                .filter(repaired -> !repaired.equals(verifier));
    }
}
