package dev.mcpoauth.server.authorize;

import static dev.mcpoauth.core.OAuthError.INVALID_REQUEST;

import dev.mcpoauth.core.diagnostics.Decision;
import dev.mcpoauth.core.diagnostics.Fingerprint;
import dev.mcpoauth.core.form.Parameters;
import dev.mcpoauth.core.journal.FlowKeys;
import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.server.client.ClientAuthenticator;
import dev.mcpoauth.server.diagnostics.ServerReasons;
import dev.mcpoauth.server.dpop.ProofNonces;
import dev.mcpoauth.server.dpop.ProofVerifier;
import dev.mcpoauth.server.dpop.VerifiedProof;
import dev.mcpoauth.server.http.Endpoint;
import dev.mcpoauth.server.http.Exchange;
import dev.mcpoauth.server.http.FormBody;
import dev.mcpoauth.server.http.RetryAfter;
import dev.mcpoauth.server.http.WebResponse;
import dev.mcpoauth.server.internal.RateLimiter;
import dev.mcpoauth.server.settings.RateLimits;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The pushed authorization request endpoint (RFC 9126): a client sends its whole request itself, authenticated, and the
 * browser carries no more than a reference. Everything is validated here as it is at the authorization endpoint, and there
 * once more, because a registration may change in between.
 */
public final class PushedRequestEndpoint implements Endpoint {
    private static final Set<String> CREDENTIALS = Set.of("client_secret", "client_assertion", "client_assertion_type");

    private final ClientAuthenticator authenticator;
    private final DestinationRule destinations;
    private final RequestRules rules;
    private final PushedRequests pushed;
    private final PushedKey keys;
    private final int most;
    private final RateLimiter accepted;

    PushedRequestEndpoint(Interaction interaction, ClientAuthenticator authenticator, ProofVerifier proofs) {
        this.authenticator = authenticator;
        this.destinations = new DestinationRule(interaction.clients(), interaction.settings());
        this.rules = new RequestRules(interaction.settings(), interaction.clients());
        this.pushed = interaction.pushed();
        this.keys = new PushedKey(interaction.settings().issuer().uri(), proofs);
        this.most = interaction.settings().limits().authorizeBytes();
        RateLimits rates = interaction.settings().rateLimits();
        this.accepted = new RateLimiter(rates.pendingRequests(), rates.window(), rates.trackedKeys());
    }

    @Override
    public WebResponse handle(Exchange exchange) {
        Parameters form = FormBody.read(exchange.request());
        String clientId = authenticator.authenticate(exchange, form).clientId();
        if (form.has("request_uri")) {
            throw INVALID_REQUEST.because(ServerReasons.PUSHED_REFERENCE, "a pushed request can not refer to another");
        }
        Optional<VerifiedProof> proof = keys.read(exchange);
        Parameters request = request(keys.added(form, proof), clientId);
        Destination destination = destinations.validate(exchange, request);
        rules.validate(exchange, destination, request);
        requirePatience(clientId, exchange.now());
        keys.spend(proof, exchange.now());
        String uri = pushed.push(clientId, request, exchange.now());
        exchange.about(FlowKeys.PUSHED, Fingerprint.of(uri));
        exchange.report(Decision.PERMITTED, ServerReasons.PUSHED, Map.of("client_id", clientId));
        WebResponse response = WebResponse.json(
                201,
                JsonObject.builder()
                        .put("request_uri", uri)
                        .put("expires_in", pushed.life().toSeconds())
                        .build());
        return proof.flatMap(VerifiedProof::nextNonce)
                .map(nonce -> response.with(ProofNonces.HEADER, nonce))
                .orElse(response);
    }

    /** What a browser would have carried: without credentials, and with the client that the credentials name. */
    private Parameters request(Parameters form, String clientId) {
        Parameters.Builder request = Parameters.builder().add("client_id", clientId);
        form.names().stream()
                .filter(name -> !CREDENTIALS.contains(name) && !name.equals("client_id"))
                .forEach(name -> request.addAll(name, form.values(name)));
        Parameters built = request.build();
        if (built.encode().length() > most) {
            throw INVALID_REQUEST.because(ServerReasons.REQUEST_TOO_LARGE, "the request is too long");
        }
        return built;
    }

    private void requirePatience(String clientId, Instant now) {
        Optional<Duration> delay = accepted.delay(clientId, now);
        if (delay.isPresent()) {
            throw RetryAfter.because(
                            ServerReasons.PUSHED_RATE_LIMITED, "too many requests, try again later", delay.get())
                    .with("client_id", clientId);
        }
        accepted.count(clientId, now);
    }
}
