package dev.mcpoauth.client.doctor;

import dev.mcpoauth.client.OAuthClient;
import dev.mcpoauth.client.ResourceSession;
import dev.mcpoauth.client.StoredSignIn;
import dev.mcpoauth.client.discovery.AuthorizationServer;
import dev.mcpoauth.client.error.AuthException;
import dev.mcpoauth.client.error.FlowTrace;
import dev.mcpoauth.client.http.HttpExchange;
import dev.mcpoauth.client.login.NoUserAgent;
import dev.mcpoauth.client.registration.RegisteredClient;
import dev.mcpoauth.client.registration.Registrar;
import dev.mcpoauth.client.store.CredentialStore;
import dev.mcpoauth.client.store.MemoryCredentialStore;
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

    private final Registrar registrar;
    private final @Nullable ResourceSession session;
    private final @Nullable StoredSignIn signIn;
    private final String problem;

    private LocalState(
            Registrar registrar, @Nullable ResourceSession session, @Nullable StoredSignIn signIn, String problem) {
        this.registrar = registrar;
        this.session = session;
        this.signIn = signIn;
        this.problem = problem;
    }

    /** Opens the store and reads; with a store that cannot be read, says why. */
    static LocalState of(Settings settings, HttpExchange http) {
        Optional<StoreOpener> opener = settings.store();
        if (opener.isEmpty() || !AddressChecks.isSecure(settings.server)) {
            return new LocalState(registrar(settings, new MemoryCredentialStore(), http), null, null, "");
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
                    .session(settings.server, settings.subject);
            StoredSignIn signIn = session.stored().orElse(null);
            return new LocalState(registrar(settings, store, http), session, signIn, "");
        } catch (IOException e) {
            String problem = Shown.withoutHome(String.valueOf(e.getMessage()));
            return new LocalState(registrar(settings, new MemoryCredentialStore(), http), null, null, problem);
        }
    }

    private static Registrar registrar(Settings settings, CredentialStore store, HttpExchange http) {
        return new Registrar(settings.registration, store, http, settings.clock);
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

    /** The client that this program is there, without asking the server. */
    Optional<RegisteredClient> known(AuthorizationServer server, FlowTrace trace) {
        try {
            return registrar.known(server, trace);
        } catch (IOException e) {
            return Optional.empty(); // The rule on the store says so.
        }
    }

    /** The dynamic registration at this issuer. */
    Optional<RegisteredClient> registration(Issuer issuer) {
        try {
            return registrar.remembered(issuer);
        } catch (IOException e) {
            return Optional.empty(); // The rule on the store says so.
        }
    }

    /** Whether the registration is one whose secret has expired. */
    boolean hasExpired(Issuer issuer) {
        try {
            return registrar.remembered(issuer).isPresent()
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
