package dev.mcpoauth.server.token;

import dev.mcpoauth.core.OAuthException;
import dev.mcpoauth.core.diagnostics.Fingerprint;
import dev.mcpoauth.core.pkce.CodeVerifier;

/** Notes for which challenge a verifier would have been right, so that two sign-ins that crossed can be told from a wrong one. */
final class VerifierTrace {
    private VerifierTrace() {}

    static OAuthException added(OAuthException refusal, TokenRequest request) {
        String verifier = request.form().value("code_verifier").orElse("");
        try {
            String challenge = CodeVerifier.of(verifier).challenge().base64Url();
            return refusal.with("challenge_of_verifier", Fingerprint.of(challenge));
        } catch (IllegalArgumentException noVerifier) {
            return refusal;
        }
    }
}
