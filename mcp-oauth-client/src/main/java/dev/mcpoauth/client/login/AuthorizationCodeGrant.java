package dev.mcpoauth.client.login;

import dev.mcpoauth.client.authentication.ClientIdentity;
import dev.mcpoauth.client.error.AuthException.LoginFailed;
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
import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.core.metadata.TokenResponse;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A user signs in (RFC 6749 §4.1 with PKCE, RFC 7636). The redirect URI is bound before the client is registered and before
 * the user is sent anywhere. Thread-safe; sign-ins of several threads do not mix.
 */
public final class AuthorizationCodeGrant implements Grant {
    private final UserAgent userAgent;
    private final Registrar registrar;
    private final Duration patience;
    private final AuthorizationRequests requests;

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
        this.requests = new AuthorizationRequests(assumePkce, clock, random);
    }

    @Override
    public Obtained obtain(GrantRequest request) throws IOException, InterruptedException {
        requests.requirePossible(request);
        Optional<RegisteredClient> known = registrar.known(request.server(), request.trace());
        try {
            return signIn(request, known);
        } catch (TokenRequestFailed e) {
            if (!e.error().equals("invalid_client")
                    || known.filter(RegisteredClient::dynamic).isEmpty()) {
                throw e;
            }
            return signIn(request, Optional.empty()); // The server forgot the registration: once more, as a new client.
        }
    }

    private Obtained signIn(GrantRequest request, Optional<RegisteredClient> known)
            throws IOException, InterruptedException {
        List<RedirectUri> registered = known.map(RegisteredClient::redirectUris).orElse(List.of());
        try (UserAgent.Visit visit = userAgent.prepare(registered)) {
            RegisteredClient client = client(request, known, visit);
            try {
                return visit(request, client.identity(), visit);
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

    private Obtained visit(GrantRequest request, ClientIdentity client, UserAgent.Visit visit)
            throws IOException, InterruptedException {
        AuthorizationRequests.Begun begun = requests.begin(request, client, visit.redirectUri());
        AuthorizationAttempt attempt = begun.attempt();
        FlowTrace trace = request.trace();
        Optional<Callback.Ended> ended = visit.send(begun.url(), new CallbackCheck(attempt, trace), patience, trace);
        if (ended.isPresent() && ended.get() instanceof Callback.Approved approved) {
            TokenResponse response = request.send(client, attempt.redemption(approved.code()));
            return new Obtained(client, attempt.scope(), response);
        }
        if (ended.isPresent() && ended.get() instanceof Callback.Declined declined) {
            throw declined.failure();
        }
        throw trace.refuse(
                LoginFailed::new, ClientReasons.LOGIN_TIMEOUT, "no answer to the sign-in came within " + patience);
    }

    @Override
    public Optional<ClientIdentity> client(Issuer issuer, String clientId) throws IOException {
        return registrar.known(issuer, clientId);
    }

    @Override
    public Optional<ClientIdentity> takeOver(Issuer issuer, JsonObject registration) throws IOException {
        return registrar.takeOver(issuer, registration);
    }

    @Override
    public boolean actsForUser() {
        return true;
    }
}
