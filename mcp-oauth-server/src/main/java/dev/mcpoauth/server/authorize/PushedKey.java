package dev.mcpoauth.server.authorize;

import static dev.mcpoauth.core.OAuthError.INVALID_REQUEST;

import dev.mcpoauth.core.form.Parameters;
import dev.mcpoauth.server.diagnostics.ServerReasons;
import dev.mcpoauth.server.dpop.ProofTarget;
import dev.mcpoauth.server.dpop.ProofVerifier;
import dev.mcpoauth.server.dpop.VerifiedProof;
import dev.mcpoauth.server.http.Exchange;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The key that a pushed request proves, which is as good as naming it in {@code dpop_jkt}; who does both names the same one
 * (RFC 9449 §10.1).
 */
final class PushedKey {
    private static final String PARAMETER = "dpop_jkt";

    private final URI server;
    private final ProofVerifier proofs;

    PushedKey(URI server, ProofVerifier proofs) {
        this.server = server;
        this.proofs = proofs;
    }

    Optional<VerifiedProof> read(Exchange exchange) {
        List<String> headers = exchange.request().headers("DPoP");
        ProofTarget target = ProofTarget.of(
                exchange.request().method(), server, exchange.request().path());
        return headers.isEmpty() ? Optional.empty() : Optional.of(proofs.verify(headers, target, exchange.now()));
    }

    /** The parameters of the request with the key that it proved. */
    Parameters added(Parameters form, Optional<VerifiedProof> proof) {
        if (proof.isEmpty()) {
            return form;
        }
        String proved = proof.get().key().encoded();
        if (!form.value(PARAMETER).orElse(proved).equals(proved)) {
            throw INVALID_REQUEST.because(
                    ServerReasons.PUSHED_OTHER_KEY, "dpop_jkt and the DPoP proof name different keys");
        }
        Parameters.Builder more = Parameters.builder().add(PARAMETER, proved);
        form.names().stream()
                .filter(name -> !name.equals(PARAMETER))
                .forEach(name -> more.addAll(name, form.values(name)));
        return more.build();
    }

    void spend(Optional<VerifiedProof> proof, Instant now) {
        proof.ifPresent(used -> proofs.spend(used, now));
    }
}
