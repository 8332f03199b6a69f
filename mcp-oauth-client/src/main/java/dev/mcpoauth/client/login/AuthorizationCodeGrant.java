package dev.mcpoauth.client.login;

import dev.mcpoauth.client.authentication.ClientIdentity;
import dev.mcpoauth.client.discovery.AuthorizationServer;
import dev.mcpoauth.client.error.AuthException.DiscoveryFailed;
import dev.mcpoauth.client.error.AuthException.LoginFailed;
import dev.mcpoauth.client.error.AuthException.PkceUnsupported;
import dev.mcpoauth.client.error.AuthException.RedirectPortBusy;
import dev.mcpoauth.client.error.AuthException.TokenRequestFailed;
import dev.mcpoauth.client.error.ClientReasons;
import dev.mcpoauth.client.error.FlowTrace;
import dev.mcpoauth.client.grant.Grant;
import dev.mcpoauth.client.grant.GrantRequest;
import dev.mcpoauth.client.registration.RegisteredClient;
import dev.mcpoauth.client.registration.Registrar;
import dev.mcpoauth.core.Issuer;
import dev.mcpoauth.core.RedirectUri;
import dev.mcpoauth.core.Scope;
import dev.mcpoauth.core.form.Parameters;
import dev.mcpoauth.core.metadata.TokenResponse;
import dev.mcpoauth.core.pkce.CodeVerifier;
import dev.mcpoauth.core.secret.AuthorizationCode;
import java.io.IOException;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A user signs in (RFC 6749 §4.1 with PKCE, RFC 7636). The redirect URI is bound before the client is registered and before
 * the user is sent anywhere. Thread-safe; sign-ins of several threads do not mix.
 */
public final class AuthorizationCodeGrant implements Grant {
    private static final int STATE_BYTES = 32;

    private final UserAgent userAgent;
    private final Registrar registrar;
    private final Duration patience;
    private final boolean assumePkce;
    private final Clock clock;
    private final SecureRandom random;

    /**
     * For users who sign in by the given way.
     *
     * @param patience how long a user may take
     * @param assumePkce whether a server that does not say that it verifies PKCE is used all the same; weakens security
     */
    public AuthorizationCodeGrant(
            UserAgent userAgent,
            Registrar registrar,
            Duration patience,
            boolean assumePkce,
            Clock clock,
            SecureRandom random) {
        this.userAgent = userAgent;
        this.registrar = registrar;
        this.patience = patience;
        this.assumePkce = assumePkce;
        this.clock = clock;
        this.random = random;
    }

    @Override
    public Obtained obtain(GrantRequest request) throws IOException, InterruptedException {
        requirePkce(request.server(), request.trace());
        URI endpoint = authorizationEndpoint(request.server(), request.trace());
        Optional<RegisteredClient> known = registrar.known(request.server(), request.trace());
        try {
            return signIn(request, endpoint, known);
        } catch (TokenRequestFailed e) {
            if (!e.error().equals("invalid_client")
                    || known.filter(RegisteredClient::dynamic).isEmpty()) {
                throw e;
            }
            return signIn(
                    request,
                    endpoint,
                    Optional.empty()); // The server forgot the registration: once more, as a new client.
        }
    }

    private void requirePkce(AuthorizationServer server, FlowTrace trace) throws PkceUnsupported {
        if (server.metadata().codeChallengeMethodsSupported().contains("S256")) {
            return;
        }
        if (!assumePkce) {
            throw trace.refuse(
                    PkceUnsupported::new,
                    ClientReasons.PKCE_NOT_ADVERTISED,
                    server.issuer() + " does not list S256 in code_challenge_methods_supported");
        }
        trace.tolerate(ClientReasons.PKCE_ASSUMED, Map.of("issuer", server.issuer()));
    }

    private static URI authorizationEndpoint(AuthorizationServer server, FlowTrace trace) throws DiscoveryFailed {
        return server.metadata()
                .authorizationEndpoint()
                .orElseThrow(() -> trace.refuse(
                        DiscoveryFailed::new,
                        ClientReasons.ENDPOINT_MISSING,
                        "the metadata has no authorization_endpoint"));
    }

    private Obtained signIn(GrantRequest request, URI endpoint, Optional<RegisteredClient> known)
            throws IOException, InterruptedException {
        List<RedirectUri> registered = known.map(RegisteredClient::redirectUris).orElse(List.of());
        try (UserAgent.Visit visit = userAgent.prepare(registered)) {
            RegisteredClient client = client(request, known, visit);
            try {
                return visit(request, endpoint, client.identity(), visit);
            } catch (LoginFailed | TokenRequestFailed e) {
                if (client.dynamic() && mayBeStale(e, known.isPresent())) {
                    registrar.forget(client.identity(), request.trace());
                }
                throw e;
            }
        }
    }

    /** A port that another program has taken costs a new registration where one can be had, else the sign-in. */
    private RegisteredClient client(GrantRequest request, Optional<RegisteredClient> known, UserAgent.Visit visit)
            throws IOException, InterruptedException {
        if (known.isPresent() && known.get().takes(visit.redirectUri())) {
            return known.get();
        }
        if (known.isPresent() && !known.get().dynamic()) {
            throw request.trace()
                    .refuse(
                            RedirectPortBusy::new,
                            ClientReasons.PORT_BUSY,
                            "none of the registered redirect URIs can be used now: "
                                    + known.get().redirectUris());
        }
        return registrar.register(request.server(), visit.registrable(), request.trace());
    }

    /**
     * Whether the server may have forgotten the client. It then shows the user an error and sends no answer, so a sign-in
     * that never ends is a sign of it too.
     */
    private static boolean mayBeStale(IOException failure, boolean usedBefore) {
        if (failure instanceof TokenRequestFailed refused) {
            return refused.error().equals("invalid_client") || refused.error().equals("unauthorized_client");
        }
        return usedBefore
                && failure instanceof LoginFailed login
                && login.reason().equals(ClientReasons.LOGIN_TIMEOUT);
    }

    private Obtained visit(GrantRequest request, URI endpoint, ClientIdentity client, UserAgent.Visit visit)
            throws IOException, InterruptedException {
        String state = newState();
        AuthorizationAttempt attempt = attempt(request, client, visit, state);
        URI url = authorizationUrl(endpoint, attempt, state);
        FlowTrace trace = request.trace();
        Optional<Callback.Ended> ended = visit.send(url, new CallbackCheck(attempt, trace), patience, trace);
        if (ended.isPresent() && ended.get() instanceof Callback.Approved approved) {
            TokenResponse response = redeem(request, client, attempt, approved.code());
            return new Obtained(client, attempt.scope(), response);
        }
        if (ended.isPresent() && ended.get() instanceof Callback.Declined declined) {
            throw declined.failure();
        }
        throw trace.refuse(
                LoginFailed::new, ClientReasons.LOGIN_TIMEOUT, "no answer to the sign-in came within " + patience);
    }

    private String newState() {
        byte[] bytes = new byte[STATE_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private AuthorizationAttempt attempt(
            GrantRequest request, ClientIdentity client, UserAgent.Visit visit, String state) {
        return new AuthorizationAttempt(
                StateHash.of(state),
                CodeVerifier.generate(random),
                request.server().issuer(),
                request.server().metadata().authorizationResponseIssParameterSupported(),
                client.clientId(),
                visit.redirectUri(),
                request.resource(),
                request.scope(),
                clock.instant());
    }

    private static URI authorizationUrl(URI endpoint, AuthorizationAttempt attempt, String state) {
        Scope scope = attempt.scope();
        Parameters query = Parameters.builder()
                .add("response_type", "code")
                .add("client_id", attempt.clientId())
                .add("redirect_uri", attempt.redirectUri().value())
                .add("scope", scope.toString())
                .add("state", state)
                .add("code_challenge", attempt.verifier().challenge().base64Url())
                .add("code_challenge_method", "S256")
                .add("resource", attempt.resource().value())
                // OpenID Connect Core §11: without it, offline access is ignored.
                .add("prompt", scope.tokens().contains("offline_access") ? "consent" : "")
                .build();
        return URI.create(query.appendTo(endpoint.toString()));
    }

    private static TokenResponse redeem(
            GrantRequest request, ClientIdentity client, AuthorizationAttempt attempt, AuthorizationCode code)
            throws IOException, InterruptedException {
        return request.send(
                client,
                Parameters.builder()
                        .add("grant_type", "authorization_code")
                        .add("code", code.reveal())
                        .add("redirect_uri", attempt.redirectUri().value())
                        .add("code_verifier", attempt.verifier().reveal()));
    }

    @Override
    public Optional<ClientIdentity> client(Issuer issuer, String clientId) throws IOException {
        return registrar.known(issuer, clientId);
    }

    @Override
    public boolean actsForUser() {
        return true;
    }
}
