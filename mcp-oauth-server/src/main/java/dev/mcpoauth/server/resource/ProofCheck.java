package dev.mcpoauth.server.resource;

import dev.mcpoauth.core.OAuthError;
import dev.mcpoauth.core.ResourceIndicator;
import dev.mcpoauth.server.dpop.JwkThumbprint;
import dev.mcpoauth.server.dpop.ProofNonces;
import dev.mcpoauth.server.dpop.ProofTarget;
import dev.mcpoauth.server.dpop.ProofVerifier;
import dev.mcpoauth.server.dpop.VerifiedProof;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Whether a request comes from who has the key of its token (RFC 9449 §7.1). */
final class ProofCheck {
    private static final String HEADER = "DPoP";

    private final URI resource;
    private final ProofVerifier proofs;
    private final Clock clock;

    ProofCheck(ResourceIndicator resource, ProofVerifier proofs, Clock clock) {
        this.resource = resource.uri();
        this.proofs = proofs;
        this.clock = clock;
    }

    /**
     * Demands the proof of the key, and uses it up.
     *
     * @return what the answer carries for the client's next proof
     * @throws dev.mcpoauth.core.OAuthException if there is none, it is not good, or of another key
     */
    Map<String, String> require(ResourceRequest request, String token, JwkThumbprint key) {
        List<String> headers = request.headers(HEADER);
        if (headers.isEmpty()) {
            throw OAuthError.INVALID_DPOP_PROOF.because(
                    ResourceReasons.PROOF_ABSENT,
                    "The access token is bound to a key: the request needs a DPoP proof.");
        }
        Instant now = clock.instant();
        ProofTarget target = ProofTarget.of(request.method(), resource, request.path());
        VerifiedProof proof = proofs.verify(headers, target, token, now);
        if (!proof.key().equals(key)) {
            throw OAuthError.INVALID_TOKEN
                    .because(
                            ResourceReasons.OTHER_KEY, "The proof is not of the key that the access token is bound to.")
                    .with("jkt", proof.key());
        }
        proofs.spend(proof, now);
        return proof.nextNonce().map(nonce -> Map.of(ProofNonces.HEADER, nonce)).orElse(Map.of());
    }
}
