package dev.mcpoauth.server.client.assertion;

import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.core.secret.TokenHash;
import dev.mcpoauth.core.secret.TokenHasher;
import dev.mcpoauth.core.store.ReplayScope;
import dev.mcpoauth.core.store.ReplayStore;
import dev.mcpoauth.server.client.AssertionVerifier;
import dev.mcpoauth.server.client.RegisteredClient;
import dev.mcpoauth.server.diagnostics.ServerReasons;
import dev.mcpoauth.server.internal.Clocks;
import dev.mcpoauth.server.internal.jose.CompactJws;
import dev.mcpoauth.server.jose.SignatureAlgorithm;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Verifies client assertions: header, claims, signature, and last that this one was never used, which the store decides for
 * all nodes together (RFC 7523 §3, GHSA-3p3g-vpw6-4w66). Thread-safe.
 */
public final class SignedClientAssertions implements AssertionVerifier {
    private final ClaimRules claims;
    private final ClientKeys keys;
    private final ReplayStore replay;

    /**
     * Verifies assertions that are made out to one of these audiences.
     *
     * @param audiences the issuer and the URLs of the endpoints
     */
    public SignedClientAssertions(Set<String> audiences, ClientKeys keys, ReplayStore replay) {
        this.claims = new ClaimRules(audiences);
        this.keys = keys;
        this.replay = replay;
    }

    @Override
    public void verify(RegisteredClient client, CompactJws assertion, Instant now) {
        SignatureAlgorithm algorithm = HeaderRules.algorithm(client, assertion);
        claims.require(client, assertion.claims(), now);
        keys.requireSignature(client, assertion, algorithm);
        requireUnused(client, assertion.claims(), now);
    }

    private void requireUnused(RegisteredClient client, JsonObject claimed, Instant now) {
        String jti = claimed.string("jti").orElseThrow();
        TokenHash id = TokenHasher.sha256().hash(client.clientId() + '\n' + jti);
        Instant end = ClaimRules.end(claimed).orElseThrow();
        if (!replay.putIfAbsent(ReplayScope.CLIENT_ASSERTION, id, now, Clocks.forgotten(end))) {
            throw AssertionRefusal.because(
                    ServerReasons.ASSERTION_REPLAYED, "the client assertion was used before", client, Optional.empty());
        }
    }
}
