package dev.mcpoauth.client.registration;

import dev.mcpoauth.client.authentication.ClientAuthentication;
import dev.mcpoauth.client.authentication.ClientIdentity;
import dev.mcpoauth.client.authentication.PublicClient;
import dev.mcpoauth.client.discovery.AuthorizationServer;
import dev.mcpoauth.client.error.AuthException.RegistrationFailed;
import dev.mcpoauth.client.error.ClientReasons;
import dev.mcpoauth.client.error.FlowTrace;
import dev.mcpoauth.client.http.HttpExchange;
import dev.mcpoauth.client.store.CredentialStore;
import dev.mcpoauth.core.Issuer;
import dev.mcpoauth.core.RedirectUri;
import dev.mcpoauth.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * Knows which client this program is at each issuer, and becomes one where it is none yet. A dynamic registration is kept
 * in the credential store together with its redirect URIs, hence with its port. Thread-safe.
 */
public final class Registrar {
    private final RegistrationSettings settings;
    private final CredentialStore store;
    private final DynamicRegistration registration;
    private final String prefix;
    private final Clock clock;

    /** For a program whose users come back to a redirect URI. */
    public Registrar(RegistrationSettings settings, CredentialStore store, HttpExchange http, Clock clock) {
        this(settings, store, DynamicRegistration.forRedirects(http, settings), "registration ", clock);
    }

    private Registrar(
            RegistrationSettings settings,
            CredentialStore store,
            DynamicRegistration registration,
            String prefix,
            Clock clock) {
        this.settings = settings;
        this.store = store;
        this.registration = registration;
        this.prefix = prefix;
        this.clock = clock;
    }

    /** For a program whose users sign in on another device. Its registrations are others, as their grant is. */
    public static Registrar forDevices(
            RegistrationSettings settings, CredentialStore store, HttpExchange http, Clock clock) {
        DynamicRegistration registration = DynamicRegistration.forDevices(http, settings);
        return new Registrar(settings, store, registration, "device registration ", clock);
    }

    /** The client at this server, if it is known without asking the server. */
    public Optional<RegisteredClient> known(AuthorizationServer server, FlowTrace trace) throws IOException {
        for (RegistrationSettings.PreRegistered configured : settings.preRegistered()) {
            if (configured.credentials().mayBelongTo(server.issuer())) {
                ClientIdentity identity = configured.credentials().at(server.issuer(), trace);
                return Optional.of(new RegisteredClient(identity, configured.redirectUris(), false));
            }
        }
        Optional<URI> document = settings.metadataDocument();
        if (document.isPresent() && server.metadata().clientIdMetadataDocumentSupported()) {
            ClientIdentity identity =
                    new ClientIdentity(server.issuer(), document.get().toString(), settings.documentAuthentication());
            return Optional.of(new RegisteredClient(identity, settings.documentRedirectUris(), false));
        }
        return registered(server.issuer());
    }

    /** The client as which earlier tokens were obtained, if it still is one. */
    public Optional<ClientIdentity> known(Issuer issuer, String clientId) throws IOException {
        for (RegistrationSettings.PreRegistered configured : settings.preRegistered()) {
            Optional<ClientIdentity> identity = configured.credentials().known(issuer, clientId);
            if (identity.isPresent()) {
                return identity;
            }
        }
        if (settings.metadataDocument().map(URI::toString).equals(Optional.of(clientId))) {
            return Optional.of(new ClientIdentity(issuer, clientId, settings.documentAuthentication()));
        }
        return registered(issuer)
                .map(RegisteredClient::identity)
                .filter(identity -> identity.clientId().equals(clientId));
    }

    /** The dynamic registration that is good now. */
    public Optional<RegisteredClient> registered(Issuer issuer) throws IOException {
        return isExpired(store.load(key(issuer))) ? Optional.empty() : remembered(issuer);
    }

    /** The dynamic registration that is remembered, also one whose secret has expired. */
    public Optional<RegisteredClient> remembered(Issuer issuer) throws IOException {
        JsonObject document = store.load(key(issuer));
        if (document.equals(JsonObject.EMPTY)) {
            return Optional.empty();
        }
        try {
            return Optional.of(client(issuer, document));
        } catch (IllegalArgumentException | NoSuchElementException damaged) {
            return Optional.empty();
        }
    }

    /** RFC 7591 §3.2.1: zero means that the secret does not expire. */
    private boolean isExpired(JsonObject document) {
        long expires = document.integer("client_secret_expires_at").orElse(0L);
        return expires > 0 && expires <= clock.instant().getEpochSecond();
    }

    private static RegisteredClient client(Issuer issuer, JsonObject document) {
        ClientAuthentication authentication = AuthenticationChoice.of(document).orElseGet(PublicClient::new);
        String clientId = document.string("client_id").orElseThrow();
        List<RedirectUri> redirectUris = document.strings("redirect_uris").orElse(List.of()).stream()
                .map(RedirectUri::new)
                .toList();
        return new RegisteredClient(new ClientIdentity(issuer, clientId, authentication), redirectUris, true);
    }

    /**
     * Registers at the server and remembers it, in place of what was remembered.
     *
     * @throws RegistrationFailed if the server takes no registrations, or not this one
     */
    public RegisteredClient register(AuthorizationServer server, List<RedirectUri> redirectUris, FlowTrace trace)
            throws IOException, InterruptedException {
        Optional<URI> endpoint = server.metadata().registrationEndpoint();
        if (endpoint.isEmpty() || !settings.dynamic()) {
            throw trace.refuse(
                    RegistrationFailed::new,
                    settings.preRegistered().isEmpty()
                            ? ClientReasons.REGISTRATION_NOT_POSSIBLE
                            : ClientReasons.REGISTRATION_OTHER_ISSUER,
                    "there is no client for " + server.issuer() + " and none can be registered");
        }
        JsonObject answer = registration.register(server, endpoint.get(), redirectUris, trace);
        JsonObject document = answer.toBuilder()
                .put(
                        "redirect_uris",
                        redirectUris.stream().map(RedirectUri::value).toList())
                .put("issuer", server.issuer().value())
                .build();
        replace(server.issuer(), document);
        RegisteredClient client = client(server.issuer(), document);
        trace.permit(
                ClientReasons.REGISTERED,
                Map.of("issuer", server.issuer(), "client_id", client.identity().clientId()));
        return client;
    }

    /**
     * Makes another program's client at the issuer this program's, unless this program is one there already: then only if
     * it is the same.
     *
     * @param registration the answer to the other's registration; empty if its client was configured or is a document
     */
    public Optional<ClientIdentity> takeOver(Issuer issuer, JsonObject registration) throws IOException {
        for (RegistrationSettings.PreRegistered configured : settings.preRegistered()) {
            if (configured.credentials().mayBelongTo(issuer)) {
                return configured
                        .credentials()
                        .known(issuer, configured.credentials().clientId());
            }
        }
        Optional<String> clientId = registration.string("client_id").filter(id -> !id.isEmpty());
        if (clientId.isEmpty()) {
            return settings.metadataDocument()
                    .flatMap(url ->
                            Optional.of(new ClientIdentity(issuer, url.toString(), settings.documentAuthentication())));
        }
        JsonObject own = registration.toBuilder().put("issuer", issuer.value()).build();
        if (AuthenticationChoice.of(own).isEmpty() || isExpired(own)) {
            return Optional.empty();
        }
        var unused = store.compareAndSet(key(issuer), JsonObject.EMPTY, own);
        return known(issuer, clientId.get());
    }

    /** Forgets a dynamic registration that the server no longer honours. */
    public void forget(ClientIdentity client, FlowTrace trace) throws IOException {
        JsonObject document = store.load(key(client.issuer()));
        boolean same = document.string("client_id").equals(Optional.of(client.clientId()));
        if (same && store.compareAndSet(key(client.issuer()), document, JsonObject.EMPTY)) {
            trace.tolerate(ClientReasons.REGISTRATION_FORGOTTEN, Map.of("issuer", client.issuer()));
        }
    }

    private void replace(Issuer issuer, JsonObject document) throws IOException {
        JsonObject before = store.load(key(issuer));
        while (!store.compareAndSet(key(issuer), before, document)) {
            before = store.load(key(issuer));
        }
    }

    private String key(Issuer issuer) {
        return prefix + issuer;
    }
}
