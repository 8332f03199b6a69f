package dev.mcpoauth.server.token;

import static dev.mcpoauth.core.OAuthError.INVALID_REQUEST;
import static dev.mcpoauth.core.OAuthError.UNAUTHORIZED_CLIENT;

import dev.mcpoauth.core.OAuthException;
import dev.mcpoauth.core.form.Parameters;
import dev.mcpoauth.server.client.AuthenticatedClient;
import dev.mcpoauth.server.diagnostics.ServerReasons;
import dev.mcpoauth.server.dpop.JwkThumbprint;
import dev.mcpoauth.server.dpop.VerifiedProof;
import dev.mcpoauth.server.http.Exchange;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A token request whose client is authenticated.
 *
 * @param exchange the request it came in
 * @param form its parameters
 * @param authenticated the client
 * @param proof of the key that its tokens are to be bound to (RFC 9449 §5), if it sent one; {@link TokenMint} spends it
 */
record TokenRequest(
        Exchange exchange, Parameters form, AuthenticatedClient authenticated, Optional<VerifiedProof> proof) {

    Instant now() {
        return exchange.now();
    }

    String clientId() {
        return authenticated.clientId();
    }

    /** The key that the client proved to hold. */
    Optional<JwkThumbprint> key() {
        return proof.map(VerifiedProof::key);
    }

    /**
     * Refuses a request that does not prove the key which its credential is bound to (RFC 9449 §5, §10).
     *
     * @param bound the key; empty if the credential is bound to none
     * @param other the refusal of a request that proves another key
     */
    void requireKey(Optional<JwkThumbprint> bound, Supplier<OAuthException> other) {
        if (bound.isPresent() && proof.isEmpty()) {
            throw Possession.missing("the credential is bound to a key").with("client_id", clientId());
        }
        if (bound.isPresent() && !bound.equals(key())) {
            throw other.get();
        }
    }

    /** A parameter that has to be there. */
    String required(String name) {
        return form.value(name)
                .orElseThrow(() -> INVALID_REQUEST
                        .because(ServerReasons.REQUEST_PARAMETER_MISSING, name + " is missing")
                        .with("parameter", name));
    }

    /** Refuses a client that merely says who it is. */
    void requireConfidential() {
        if (!authenticated.isConfidential()) {
            throw UNAUTHORIZED_CLIENT
                    .because(
                            ServerReasons.CLIENT_NOT_CONFIDENTIAL,
                            "only a client that authenticates may use this grant_type")
                    .with("client_id", clientId());
        }
    }
}
