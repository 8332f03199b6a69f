package dev.mcpoauth.client.login;

import dev.mcpoauth.client.authentication.ClientIdentity;
import dev.mcpoauth.client.discovery.AuthorizationServer;
import dev.mcpoauth.client.error.AuthException.DiscoveryFailed;
import dev.mcpoauth.client.error.AuthException.PkceUnsupported;
import dev.mcpoauth.client.error.ClientReasons;
import dev.mcpoauth.client.error.FlowTrace;
import dev.mcpoauth.client.grant.GrantRequest;
import dev.mcpoauth.core.RedirectUri;
import dev.mcpoauth.core.form.Parameters;
import dev.mcpoauth.core.journal.FlowKeys;
import dev.mcpoauth.core.pkce.CodeVerifier;
import java.io.IOException;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Base64;
import java.util.Map;

/** Makes authorization requests (RFC 6749 §4.1.1, RFC 7636 §4.3): what is remembered, and where the user is sent. */
final class AuthorizationRequests {
    private static final int STATE_BYTES = 32;

    private final boolean assumePkce;
    private final PushedRequests pushed = new PushedRequests();
    private final Clock clock;
    private final SecureRandom random;

    AuthorizationRequests(boolean assumePkce, Clock clock, SecureRandom random) {
        this.assumePkce = assumePkce;
        this.clock = clock;
        this.random = random;
    }

    /** An authorization request that is ready to be opened in a browser. */
    record Begun(AuthorizationAttempt attempt, URI url) {}

    /** Refuses a server that no authorization request may go to. */
    void requirePossible(GrantRequest request) throws PkceUnsupported, DiscoveryFailed {
        requirePkce(request);
        endpoint(request);
    }

    private void requirePkce(GrantRequest request) throws PkceUnsupported {
        AuthorizationServer server = request.server();
        FlowTrace trace = request.trace();
        if (server.metadata().codeChallengeMethodsSupported().contains("S256")) {
            return;
        }
        if (!assumePkce && !request.profile().assumesPkce()) {
            throw trace.refuse(
                    PkceUnsupported::new,
                    ClientReasons.PKCE_NOT_ADVERTISED,
                    server.issuer() + " does not list S256 in code_challenge_methods_supported");
        }
        trace.tolerate(ClientReasons.PKCE_ASSUMED, Map.of("issuer", server.issuer()));
    }

    private static URI endpoint(GrantRequest request) throws DiscoveryFailed {
        return request.server()
                .metadata()
                .authorizationEndpoint()
                .orElseThrow(() -> request.trace()
                        .refuse(
                                DiscoveryFailed::new,
                                ClientReasons.ENDPOINT_MISSING,
                                "the metadata has no authorization_endpoint"));
    }

    /** Makes a request; sends it ahead where the server takes that. */
    Begun begin(GrantRequest request, ClientIdentity client, RedirectUri redirectUri)
            throws IOException, InterruptedException {
        String state = newState();
        AuthorizationAttempt attempt = new AuthorizationAttempt(
                StateHash.of(state),
                CodeVerifier.generate(random),
                request.server().issuer(),
                request.server().metadata().authorizationResponseIssParameterSupported(),
                client.clientId(),
                redirectUri,
                request.resource(),
                request.scope(),
                clock.instant());
        request.trace()
                .permit(
                        ClientReasons.LOGIN_BEGUN,
                        Map.of(
                                "issuer",
                                attempt.issuer(),
                                "client_id",
                                client.clientId(),
                                FlowKeys.TRANSACTION,
                                attempt.state().fingerprint()));
        Parameters query = pushed.shortened(parameters(request, attempt, state), request, client);
        return new Begun(attempt, URI.create(query.appendTo(endpoint(request).toString())));
    }

    private String newState() {
        byte[] bytes = new byte[STATE_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static Parameters parameters(GrantRequest request, AuthorizationAttempt attempt, String state) {
        Parameters.Builder query = Parameters.builder()
                .add("response_type", "code")
                .add("client_id", attempt.clientId())
                .add("redirect_uri", attempt.redirectUri().value())
                .add("scope", attempt.scope().toString())
                .add("state", state)
                .add("code_challenge", attempt.verifier().challenge().base64Url())
                .add("code_challenge_method", "S256");
        return request.profile()
                .addToAuthorization(query, attempt.scope(), attempt.resource())
                .build();
    }
}
