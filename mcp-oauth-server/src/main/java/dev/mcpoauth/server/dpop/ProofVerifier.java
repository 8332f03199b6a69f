package dev.mcpoauth.server.dpop;

import static dev.mcpoauth.core.OAuthError.INVALID_DPOP_PROOF;

import dev.mcpoauth.core.secret.TokenHash;
import dev.mcpoauth.core.secret.TokenHasher;
import dev.mcpoauth.core.store.ReplayScope;
import dev.mcpoauth.core.store.ReplayStore;
import dev.mcpoauth.server.internal.Clocks;
import dev.mcpoauth.server.internal.jose.CompactJws;
import dev.mcpoauth.server.internal.jose.EmbeddedJwk;
import dev.mcpoauth.server.jose.SignatureAlgorithm;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Verifies DPoP proofs (RFC 9449 §4.3). What is cheap comes first, then the signature; and last, apart, that the proof was
 * never used, which the store decides for all nodes together (§11.1). Immutable and thread-safe.
 */
public final class ProofVerifier {
    /** What proofs may be signed with; metadata says so. */
    public static final List<SignatureAlgorithm> ALGORITHMS = List.of(
            SignatureAlgorithm.ES256, SignatureAlgorithm.EDDSA, SignatureAlgorithm.PS256, SignatureAlgorithm.RS256);

    /** How far a proof's time may be off, unless it is said otherwise. */
    public static final Duration WINDOW = Duration.ofSeconds(60);

    private static final Duration LEAST_WINDOW = Duration.ofSeconds(5);
    private static final Duration MOST_WINDOW = Duration.ofMinutes(10);
    private static final int LONGEST = 8192;

    private final ReplayStore replay;
    private final Duration window;
    private final Optional<ProofNonces> nonces;

    private ProofVerifier(ReplayStore replay, Duration window, Optional<ProofNonces> nonces) {
        this.replay = replay;
        this.window = window;
        this.nonces = nonces;
    }

    /**
     * Verifies proofs that are at most a minute old, or ahead, and asks for no nonce.
     *
     * @param replay where proofs are remembered for as long as they are good; nodes of one resource share it
     */
    public static ProofVerifier of(ReplayStore replay) {
        return new ProofVerifier(replay, WINDOW, Optional.empty());
    }

    /**
     * The same with another window.
     *
     * @param time how far {@code iat} may be from now, either way: from 5 seconds to 10 minutes
     */
    public ProofVerifier withWindow(Duration time) {
        if (!isWindow(time)) {
            throw new IllegalArgumentException("the window must be from " + LEAST_WINDOW + " to " + MOST_WINDOW);
        }
        return new ProofVerifier(replay, time, nonces);
    }

    /** Whether {@link #withWindow} takes this time. */
    public static boolean isWindow(Duration time) {
        return time.compareTo(LEAST_WINDOW) >= 0 && time.compareTo(MOST_WINDOW) <= 0;
    }

    /** The same, which asks for nonces: the first request of a client to each origin is then answered twice. */
    public ProofVerifier withNonces(ProofNonces asked) {
        return new ProofVerifier(replay, window, Optional.of(asked));
    }

    /** The {@code alg} values of metadata and challenges. */
    public static List<String> algorithmNames() {
        return ALGORITHMS.stream().map(SignatureAlgorithm::wireName).toList();
    }

    /**
     * Verifies the proof of a request that presents no access token. It is not spent yet.
     *
     * @param headers the values of all its {@code DPoP} headers, of which there is at least one
     * @throws dev.mcpoauth.core.OAuthException {@code invalid_dpop_proof} or {@code use_dpop_nonce}
     */
    public VerifiedProof verify(List<String> headers, ProofTarget target, Instant now) {
        return verify(parse(headers), target, now);
    }

    /**
     * Verifies the proof of a request that presents this access token. It is not spent yet.
     *
     * @param headers the values of all its {@code DPoP} headers, of which there is at least one
     * @throws dev.mcpoauth.core.OAuthException {@code invalid_dpop_proof} or {@code use_dpop_nonce}
     */
    public VerifiedProof verify(List<String> headers, ProofTarget target, String token, Instant now) {
        CompactJws proof = parse(headers);
        VerifiedProof verified = verify(proof, target, now);
        new ProofClaims(proof.claims()).requireToken(token);
        return verified;
    }

    private static CompactJws parse(List<String> headers) {
        if (headers.size() != 1) {
            throw INVALID_DPOP_PROOF.because(DpopReasons.REPEATED, "there must be one DPoP header");
        }
        String text = headers.get(0).strip();
        Optional<CompactJws> proof = text.length() > LONGEST ? Optional.empty() : CompactJws.parse(text);
        return proof.orElseThrow(
                () -> INVALID_DPOP_PROOF.because(DpopReasons.MALFORMED, "the DPoP header is no signed JWT"));
    }

    private VerifiedProof verify(CompactJws proof, ProofTarget target, Instant now) {
        SignatureAlgorithm algorithm = ProofHeader.algorithm(proof.header(), ALGORITHMS);
        ProofClaims claims = new ProofClaims(proof.claims());
        claims.requireTarget(target);
        Instant end = claims.requireTime(now, window);
        String id = claims.requireId();
        Optional<String> nextNonce =
                nonces.flatMap(asked -> asked.require(proof.claims().string("nonce"), now));
        EmbeddedJwk key = ProofHeader.key(proof.header(), algorithm);
        if (!proof.isSignedBy(key.verifier())) {
            throw INVALID_DPOP_PROOF.because(DpopReasons.SIGNATURE, "the proof's signature is not that of its jwk");
        }
        return new VerifiedProof(
                JwkThumbprint.parse(key.thumbprint()).orElseThrow(), id(key, target, id), end, nextNonce);
    }

    /** In the context of the key, so that nobody uses up another's identifiers, and of the URL (RFC 9449 §11.1). */
    private static TokenHash id(EmbeddedJwk key, ProofTarget target, String id) {
        return TokenHasher.sha256().hash(key.thumbprint() + '\n' + target.url() + '\n' + id);
    }

    /**
     * Uses a proof up.
     *
     * @throws dev.mcpoauth.core.OAuthException {@code invalid_dpop_proof} if somebody did before
     */
    public void spend(VerifiedProof proof, Instant now) {
        if (!replay.putIfAbsent(ReplayScope.DPOP, proof.id(), now, Clocks.forgotten(proof.end()))) {
            throw INVALID_DPOP_PROOF
                    .because(DpopReasons.REPLAYED, "the proof was used before")
                    .with("jkt", proof.key());
        }
    }
}
