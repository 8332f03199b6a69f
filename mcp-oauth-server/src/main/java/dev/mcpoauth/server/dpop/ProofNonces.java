package dev.mcpoauth.server.dpop;

import static dev.mcpoauth.core.OAuthError.USE_DPOP_NONCE;
import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.mcpoauth.core.OAuthException;
import dev.mcpoauth.core.diagnostics.Reason;
import dev.mcpoauth.core.secret.TokenHash;
import dev.mcpoauth.core.secret.TokenHasher;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/**
 * Nonces that proofs have to carry (RFC 9449 §8, §9), so that none can be made ahead of time. Nothing is kept for them: a
 * nonce is the HMAC of its slot of five minutes, good for that slot and the one after. Nodes that share the key know each
 * other's. Thread-safe.
 */
public final class ProofNonces {
    /** The response header that carries a nonce. */
    public static final String HEADER = "DPoP-Nonce";

    /** The fact of a refusal that goes out as {@link #HEADER}; a nonce is no secret. */
    public static final String FACT = "dpop_nonce";

    private static final Duration SLOT = Duration.ofMinutes(5);

    private final Function<Instant, TokenHasher> keyed;

    private ProofNonces(Function<Instant, TokenHasher> keyed) {
        this.keyed = keyed;
    }

    /**
     * Nonces under this key, which all nodes are given.
     *
     * @throws IllegalArgumentException if it has fewer than 32 bytes
     */
    public static ProofNonces of(byte[] key) {
        TokenHasher hasher = TokenHasher.peppered(key.clone());
        return new ProofNonces(now -> hasher);
    }

    /** Nonces under a key that nodes share otherwise. */
    public static ProofNonces of(NonceKey key) {
        return new ProofNonces(key::hasher);
    }

    /** The nonce to use now. */
    public String current(Instant now) {
        return nonce(slot(now), now);
    }

    /**
     * Refuses a proof without a nonce of now.
     *
     * @return the nonce to use from now on, if that is another
     */
    Optional<String> require(Optional<String> nonce, Instant now) {
        String current = current(now);
        if (nonce.isEmpty()) {
            throw refuse(DpopReasons.NONCE_MISSING, current);
        }
        if (isSame(current, nonce.get())) {
            return Optional.empty();
        }
        if (!isNeighbour(nonce.get(), now)) {
            throw refuse(DpopReasons.NONCE_OVER, current);
        }
        return Optional.of(current);
    }

    private static OAuthException refuse(Reason reason, String current) {
        return USE_DPOP_NONCE
                .because(reason, "the proof must carry the nonce of the DPoP-Nonce header")
                .with(FACT, current);
    }

    /** Of the slot before; or of the next, from a node whose clock is ahead. */
    private boolean isNeighbour(String nonce, Instant now) {
        return isSame(nonce(slot(now) - 1, now), nonce) || isSame(nonce(slot(now) + 1, now), nonce);
    }

    private static boolean isSame(String ours, String theirs) {
        return MessageDigest.isEqual(ours.getBytes(US_ASCII), theirs.getBytes(US_ASCII));
    }

    private static long slot(Instant now) {
        return now.getEpochSecond() / SLOT.toSeconds();
    }

    private String nonce(long slot, Instant now) {
        TokenHash hash = keyed.apply(now).hash("dpop-nonce:" + slot);
        return hash.encoded();
    }
}
