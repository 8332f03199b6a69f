package dev.mcpoauth.server.token;

import static dev.mcpoauth.core.OAuthError.INVALID_DPOP_PROOF;

import dev.mcpoauth.core.OAuthException;
import dev.mcpoauth.server.client.AuthenticatedClient;
import dev.mcpoauth.server.diagnostics.ServerReasons;
import dev.mcpoauth.server.dpop.DpopUse;
import dev.mcpoauth.server.dpop.ProofTarget;
import dev.mcpoauth.server.dpop.ProofVerifier;
import dev.mcpoauth.server.dpop.VerifiedProof;
import dev.mcpoauth.server.grant.GrantTerms;
import dev.mcpoauth.server.http.Exchange;
import dev.mcpoauth.server.settings.AuthorizationServerSettings;
import java.util.List;
import java.util.Optional;

/**
 * The proof of a key that comes with a token request (RFC 9449 §5), and who may not come without. A proof is read first and
 * spent last, so that nobody fills the store with proofs for which there are no tokens.
 */
final class Possession {
    private static final String HEADER = "DPoP";

    private final AuthorizationServerSettings settings;
    private final ProofVerifier proofs;

    Possession(AuthorizationServerSettings settings, ProofVerifier proofs) {
        this.settings = settings;
        this.proofs = proofs;
    }

    Optional<VerifiedProof> read(Exchange exchange, AuthenticatedClient client) {
        List<String> headers = exchange.request().headers(HEADER);
        if (!headers.isEmpty()) {
            ProofTarget target = ProofTarget.of(
                    exchange.request().method(),
                    settings.issuer().uri(),
                    exchange.request().path());
            return Optional.of(proofs.verify(headers, target, exchange.now()));
        }
        if (client.client().bindsItsTokens()) {
            throw missing("the client registered for tokens that are bound to a key")
                    .with("client_id", client.clientId());
        }
        return Optional.empty();
    }

    /** The last step before tokens are made. */
    void spend(TokenRequest request, GrantTerms terms) {
        if (request.proof().isPresent()) {
            proofs.spend(request.proof().get(), request.now());
        } else if (isRequiredAt(terms)) {
            throw missing("the resource takes only tokens that are bound to a key")
                    .with("client_id", request.clientId())
                    .with("resource", terms.resources());
        }
    }

    private boolean isRequiredAt(GrantTerms terms) {
        return settings.resources().stream()
                .anyMatch(one -> one.dpop() == DpopUse.REQUIRED && terms.covers(one.identifier()));
    }

    static OAuthException missing(String why) {
        return INVALID_DPOP_PROOF.because(ServerReasons.PROOF_MISSING, why + ": the request needs a DPoP proof");
    }
}
