package dev.mcpoauth.client.doctor;

import dev.mcpoauth.client.OAuthClient;
import dev.mcpoauth.client.ResourceSession;
import dev.mcpoauth.client.StoredSignIn;
import dev.mcpoauth.client.error.AuthException;
import dev.mcpoauth.client.http.HttpExchange;
import dev.mcpoauth.client.login.NoUserAgent;
import dev.mcpoauth.client.registration.RegisteredClient;
import dev.mcpoauth.client.registration.Registrar;
import dev.mcpoauth.client.store.CredentialStore;
import dev.mcpoauth.core.Issuer;
import dev.mcpoauth.core.RedirectUri;
import dev.mcpoauth.core.diagnostics.DiagnosticListener;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is stored here for the server. Nothing is written, but that a token which is due is refreshed when it is used. */
final class LocalState {
    private static final RedirectUri NOWHERE = new RedirectUri("http://127.0.0.1/callback");

    private final @Nullable ResourceSession session;
    private final @Nullable Registrar registrar;
    private final @Nullable StoredSignIn signIn;
    private final String problem;

    private LocalState(
            @Nullable ResourceSession session,
            @Nullable Registrar registrar,
            @Nullable StoredSignIn signIn,
            String problem) {
        this.session = session;
        this.registrar = registrar;
        this.signIn = signIn;
        this.problem = problem;
    }

    /** Opens the store and reads; with a store that cannot be read, says why. */
    static LocalState of(Settings settings, HttpExchange http) {
        Optional<StoreOpener> opener = settings.store();
        if (opener.isEmpty()) {
            return new LocalState(null, null, null, "");
        }
        try {
            CredentialStore store = opener.get().open();
            ResourceSession session = OAuthClient.forUsers(new NoUserAgent(NOWHERE), settings.registration)
                    .store(store)
                    .http(http)
                    .urlPolicy(settings.policy)
                    .clock(settings.clock)
                    .diagnostics(DiagnosticListener.NONE)
                    .build()
                    .session(settings.server);
            Registrar registrar = new Registrar(settings.registration, store, http, settings.clock);
            return new LocalState(session, registrar, session.stored().orElse(null), "");
        } catch (IOException | IllegalArgumentException e) {
            return new LocalState(null, null, null, Shown.withoutHome(String.valueOf(e.getMessage())));
        }
    }

    /** Why the store cannot be read; empty if it can, or if there is none. */
    String problem() {
        return problem;
    }

    boolean isThere() {
        return session != null;
    }

    Optional<StoredSignIn> signIn() {
        return Optional.ofNullable(signIn);
    }

    Optional<ResourceSession> session() {
        return Optional.ofNullable(session);
    }

    Optional<Registrar> registrar() {
        return Optional.ofNullable(registrar);
    }

    /** The dynamic registration at this issuer. */
    Optional<RegisteredClient> registration(Issuer issuer) {
        try {
            return registrar == null ? Optional.empty() : registrar.remembered(issuer);
        } catch (IOException e) {
            return Optional.empty(); // The rule on the store says so.
        }
    }

    /** Whether the registration is one whose secret has expired. */
    boolean hasExpired(Issuer issuer) {
        try {
            return registrar != null
                    && registrar.remembered(issuer).isPresent()
                    && registrar.registered(issuer).isEmpty();
        } catch (IOException e) {
            return false;
        }
    }

    /** The header fields of the stored sign-in. A failure is told by its reason alone: its text may quote a token. */
    Map<String, String> headers(String method, URI uri) throws IOException, InterruptedException {
        if (session == null) {
            return Map.of();
        }
        try {
            return session.headers(method, uri);
        } catch (AuthException e) {
            throw new IOException("the stored sign-in cannot be used [" + e.reason() + "]");
        }
    }
}
