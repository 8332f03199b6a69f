package dev.mcpoauth.client.login;

import dev.mcpoauth.client.authentication.ClientIdentity;
import dev.mcpoauth.client.error.AuthException;
import dev.mcpoauth.client.error.AuthException.LoginFailed;
import dev.mcpoauth.client.error.AuthException.LoginRequired;
import dev.mcpoauth.client.error.AuthException.RegistrationFailed;
import dev.mcpoauth.client.error.AuthException.TokenRequestFailed;
import dev.mcpoauth.client.error.ClientReasons;
import dev.mcpoauth.client.error.FlowTrace;
import dev.mcpoauth.client.grant.Grant;
import dev.mcpoauth.client.grant.GrantRequest;
import dev.mcpoauth.client.registration.RegisteredClient;
import dev.mcpoauth.client.registration.Registrar;
import dev.mcpoauth.core.Issuer;
import dev.mcpoauth.core.OAuthException;
import dev.mcpoauth.core.RedirectUri;
import dev.mcpoauth.core.diagnostics.Reason;
import dev.mcpoauth.core.form.Parameters;
import dev.mcpoauth.core.secret.AuthorizationCode;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The sign-in of a web application's user in two requests (RFC 6749 §4.1): the first ends in {@link LoginRequired} with the
 * URL to redirect the user to, the second brings the answer, perhaps to another node. Thread-safe.
 */
public final class WebLoginGrant implements Grant {
    private final RedirectUri callback;
    private final AttemptStore attempts;
    private final Registrar registrar;
    private final Duration patience;
    private final AuthorizationRequests requests;
    private final Clock clock;

    /**
     * For an application that is answered at one URL.
     *
     * @param callback the redirect URI
     * @param patience how long a user may take
     * @param assumePkce whether a server that does not say that it verifies PKCE is used all the same; weakens security
     */
    public WebLoginGrant(
            RedirectUri callback,
            AttemptStore attempts,
            Registrar registrar,
            Duration patience,
            boolean assumePkce,
            Clock clock,
            SecureRandom random) {
        this.callback = callback;
        this.attempts = attempts;
        this.registrar = registrar;
        this.patience = patience;
        this.requests = new AuthorizationRequests(assumePkce, clock, random);
        this.clock = clock;
    }

    /**
     * An answer that is to be believed.
     *
     * @param login what was begun
     * @param client the client
     * @param code the code to redeem
     */
    public record Answered(PendingLogin login, ClientIdentity client, AuthorizationCode code) {

        /** The parameters that redeem the code. */
        public Parameters.Builder redemption() {
            return login.attempt().redemption(code);
        }
    }

    @Override
    public Obtained obtain(GrantRequest request) throws IOException, InterruptedException {
        requests.requirePossible(request);
        AuthorizationRequests.Begun begun = begun(request);
        PendingLogin login = PendingLogin.of(begun.attempt(), request);
        attempts.put(
                begun.attempt().state().hex(), login.write(), clock.instant().plus(patience));
        throw request.trace()
                .refuse(
                        (reason, message, steps) -> new LoginRequired(reason, message, steps, begun.url()),
                        ClientReasons.LOGIN_REQUIRED,
                        "the user has to be sent to the authorization server");
    }

    /** A pushed request tells at once that the server has forgotten the client: then once more, as a new one. */
    private AuthorizationRequests.Begun begun(GrantRequest request) throws IOException, InterruptedException {
        RegisteredClient client = client(request);
        try {
            return requests.begin(request, client.identity(), callback);
        } catch (TokenRequestFailed e) {
            forgetIfUnknown(client.identity(), client.dynamic(), e, request.trace());
            if (!e.error().equals("invalid_client") || !client.dynamic()) {
                throw e;
            }
            return requests.begin(request, client(request).identity(), callback);
        }
    }

    private RegisteredClient client(GrantRequest request) throws IOException, InterruptedException {
        Optional<RegisteredClient> known = registrar.known(request.server(), request.trace());
        if (known.isPresent() && known.get().takes(callback)) {
            return known.get();
        }
        if (known.isPresent() && !known.get().dynamic()) {
            throw request.trace()
                    .refuse(
                            RegistrationFailed::new,
                            ClientReasons.REGISTRATION_NOT_POSSIBLE,
                            "the redirect URI of this application is not one of those registered: "
                                    + known.get().redirectUris());
        }
        return registrar.register(request.server(), List.of(callback), request.trace());
    }

    /**
     * Takes the answer with which a user came back. Whatever does not belong to a sign-in of this user changes nothing.
     *
     * @param query the raw query of the request
     * @param subject the user who made the request, as the application's own session says
     * @throws AuthException if the sign-in has failed, or there is none of this user that it belongs to
     */
    public Answered answered(String query, String subject, FlowTrace trace) throws IOException {
        String key = state(query, trace);
        PendingLogin login = PendingLogin.read(attempts.load(key))
                .filter(pending -> pending.owner().subject().equals(subject))
                .orElseThrow(() -> unknown(trace));
        Callback callback = new CallbackCheck(login.attempt(), trace).apply(query);
        if (!(callback instanceof Callback.Ended) || !attempts.remove(key)) {
            throw unknown(trace);
        }
        if (callback instanceof Callback.Declined declined) {
            throw declined.failure();
        }
        if (clock.instant().isAfter(login.attempt().begun().plus(patience))) {
            throw failed(trace, ClientReasons.LOGIN_TIMEOUT, "the answer came after more than " + patience);
        }
        return new Answered(login, identity(login, trace), ((Callback.Approved) callback).code());
    }

    private static String state(String query, FlowTrace trace) throws LoginFailed {
        try {
            Optional<String> state = Parameters.parse(query).value("state");
            return StateHash.of(state.orElseThrow(() -> unknown(trace))).hex();
        } catch (OAuthException e) {
            throw unknown(trace);
        }
    }

    private ClientIdentity identity(PendingLogin login, FlowTrace trace) throws IOException {
        return registrar
                .known(login.attempt().issuer(), login.attempt().clientId())
                .orElseThrow(() -> trace.refuse(
                        RegistrationFailed::new,
                        ClientReasons.REGISTRATION_NOT_POSSIBLE,
                        "the client with which the sign-in was begun is not known any more"));
    }

    private static LoginFailed unknown(FlowTrace trace) {
        return failed(trace, ClientReasons.CALLBACK_FORGED, "no sign-in of this user is waiting for such an answer");
    }

    private static LoginFailed failed(FlowTrace trace, Reason reason, String message) {
        return trace.refuse(LoginFailed::new, reason, message);
    }

    /** After a refused redemption: a dynamic registration that the server does not know any more is forgotten. */
    public void forgetIfUnknown(Answered answered, TokenRequestFailed refusal, FlowTrace trace) throws IOException {
        forgetIfUnknown(answered.client(), true, refusal, trace);
    }

    private void forgetIfUnknown(ClientIdentity client, boolean dynamic, TokenRequestFailed refusal, FlowTrace trace)
            throws IOException {
        if (dynamic && refusal.error().equals("invalid_client")) {
            registrar.forget(client, trace);
        }
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
