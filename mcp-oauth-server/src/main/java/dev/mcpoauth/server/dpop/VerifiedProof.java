package dev.mcpoauth.server.dpop;

import dev.mcpoauth.core.secret.TokenHash;
import java.time.Instant;
import java.util.Optional;

/**
 * A proof that passed every rule but the last: that nobody used it before.
 *
 * @param key whose possession it proves
 * @param id under which the store remembers it
 * @param end when it is good no more, and may be forgotten
 * @param nextNonce what the client's next proof is to carry, if that is another nonce
 */
public record VerifiedProof(JwkThumbprint key, TokenHash id, Instant end, Optional<String> nextNonce) {}
