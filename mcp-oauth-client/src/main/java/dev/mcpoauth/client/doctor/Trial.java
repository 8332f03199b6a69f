package dev.mcpoauth.client.doctor;

import dev.mcpoauth.client.discovery.AuthorizationServer;
import dev.mcpoauth.client.http.HttpCall;
import dev.mcpoauth.client.http.HttpReply;
import dev.mcpoauth.client.registration.RegisteredClient;
import dev.mcpoauth.client.registration.Registrar;
import dev.mcpoauth.client.store.CredentialStore;
import dev.mcpoauth.client.store.MemoryCredentialStore;
import dev.mcpoauth.core.RedirectUri;
import dev.mcpoauth.core.form.Parameters;
import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.core.pkce.CodeVerifier;
import java.io.IOException;
import java.net.URI;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A client that is registered to be looked at: with this, something is left at the server, unless it lets clients remove their
 * registration (RFC 7592 §2.3), which is asked for in the end.
 */
final class Trial implements AutoCloseable {
    static final RedirectUri REGISTERED = new RedirectUri("http://127.0.0.1:47110/callback");
    static final RedirectUri OTHER_PORT = new RedirectUri("http://127.0.0.1:47111/callback");

    private final Facts facts;
    private final CredentialStore store;
    private final @Nullable RegisteredClient client;
    private final String problem;

    private Trial(Facts facts, CredentialStore store, @Nullable RegisteredClient client, String problem) {
        this.facts = facts;
        this.store = store;
        this.client = client;
        this.problem = problem;
    }

    static Trial of(Facts facts, AuthorizationServer server) throws InterruptedException {
        Settings settings = facts.settings();
        CredentialStore store = new MemoryCredentialStore();
        Registrar registrar = new Registrar(settings.registration, store, facts.http(), settings.clock);
        try {
            return new Trial(facts, store, registrar.register(server, List.of(REGISTERED), facts.trace()), "");
        } catch (IOException e) {
            return new Trial(facts, store, null, Shown.failure(e));
        }
    }

    Optional<RegisteredClient> client() {
        return Optional.ofNullable(client);
    }

    /** Why there is no client. */
    String problem() {
        return problem;
    }

    /** Why the server does not take an authorization request; empty if it does. The request goes no further. */
    static Optional<String> objection(Facts facts, String clientId, RedirectUri redirectUri)
            throws InterruptedException {
        URI endpoint = facts.authorizationServer()
                .flatMap(server -> server.authorizationEndpoint())
                .orElseThrow();
        Parameters query = Parameters.builder()
                .add("response_type", "code")
                .add("client_id", clientId)
                .add("redirect_uri", redirectUri.value())
                .add("state", "mcp-oauth-doctor")
                .add(
                        "code_challenge",
                        CodeVerifier.generate(new SecureRandom()).challenge().base64Url())
                .add("code_challenge_method", "S256")
                .add(
                        "resource",
                        facts.resource()
                                .metadata()
                                .map(metadata -> metadata.resource().value())
                                .orElse(facts.settings().server.toString()))
                .build();
        Asked asked = facts.asking()
                .askSupplied(new HttpCall(
                        "GET", URI.create(query.appendTo(endpoint.toString())), Map.of("Accept", "text/html"), ""));
        return asked.reply().map(reply -> objection(reply, redirectUri)).orElse(Optional.of(asked.summary()));
    }

    static Optional<String> objection(HttpReply reply, RedirectUri redirectUri) {
        if (reply.status() >= 400) {
            return Optional.of("answered " + reply.status());
        }
        return reply.header("location")
                .filter(location -> location.startsWith(redirectUri.value() + "?"))
                .map(location -> Parameters.parse(location.substring(location.indexOf('?') + 1)))
                .flatMap(answer -> answer.value("error"));
    }

    @Override
    public void close() {
        if (client == null) {
            return;
        }
        try {
            JsonObject document = store.load("registration " + client.identity().issuer());
            Optional<String> uri = document.string("registration_client_uri");
            Optional<String> token = document.string("registration_access_token");
            if (uri.isPresent() && token.isPresent()) {
                Map<String, String> headers = Map.of("Authorization", "Bearer " + token.get());
                facts.secrets().add(headers.values());
                facts.asking().askSupplied(new HttpCall("DELETE", URI.create(uri.get()), headers, ""));
            }
        } catch (IOException | IllegalArgumentException e) {
            return; // It was worth a try.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
