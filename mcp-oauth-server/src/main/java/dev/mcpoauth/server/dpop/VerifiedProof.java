package dev.mcpoauth.server.dpop;

import dev.mcpoauth.core.secret.TokenHash;
import java.time.Instant;

/**
 * A proof that passed every rule but the last: that nobody used it before.
 *
 * @param key whose possession it proves
 * @param id under which the store remembers it
 * @param end when it is good no more, and may be forgotten
 */
public record VerifiedProof(JwkThumbprint key, TokenHash id, Instant end) {}
