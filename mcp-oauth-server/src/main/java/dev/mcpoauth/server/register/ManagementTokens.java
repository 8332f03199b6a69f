package dev.mcpoauth.server.register;

import dev.mcpoauth.core.form.Parameters;
import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.core.secret.AccessToken;
import dev.mcpoauth.core.secret.TokenHash;
import dev.mcpoauth.core.secret.TokenHasher;
import dev.mcpoauth.server.client.RegisteredClient;
import java.security.SecureRandom;
import java.util.Optional;

/**
 * Registration access tokens (RFC 7592 §1.2): each opens one registration, and only its hash is kept. An update hands out a new
 * one; the old one stays good until the new one was used, because the response that carries it may be lost.
 */
public final class ManagementTokens {
    private static final String CURRENT = "current";
    private static final String PREVIOUS = "previous";

    private final String endpoint;
    private final TokenHasher hasher;
    private final SecureRandom random;

    /**
     * Tokens for the endpoint of this URL.
     *
     * @param endpoint the URL of {@link ManagementEndpoint}
     */
    public ManagementTokens(String endpoint, TokenHasher hasher, SecureRandom random) {
        this.endpoint = endpoint;
        this.hasher = hasher;
        this.random = random;
    }

    AccessToken generate() {
        return AccessToken.generate(random);
    }

    /** The client as it is managed with a first token. */
    RegisteredClient issue(RegisteredClient client, AccessToken token) {
        return client.withManagement(
                JsonObject.builder().put(CURRENT, token.hash(hasher).encoded()).build());
    }

    /** The client as it is managed after an update. */
    RegisteredClient rotate(RegisteredClient client, AccessToken presented, AccessToken next) {
        return client.withManagement(JsonObject.builder()
                .put(CURRENT, next.hash(hasher).encoded())
                .put(PREVIOUS, presented.hash(hasher).encoded())
                .build());
    }

    /** Whether the token opens this client's registration. */
    boolean permits(RegisteredClient client, AccessToken presented) {
        return isNamed(client, CURRENT, presented) || isNamed(client, PREVIOUS, presented);
    }

    /** The client without its previous token, if it has one and the new one has arrived. */
    Optional<RegisteredClient> withoutPrevious(RegisteredClient client, AccessToken presented) {
        boolean arrived = client.management().filter(json -> json.has(PREVIOUS)).isPresent()
                && isNamed(client, CURRENT, presented);
        return arrived ? Optional.of(issue(client, presented)) : Optional.empty();
    }

    private boolean isNamed(RegisteredClient client, String name, AccessToken presented) {
        return client.management()
                .flatMap(json -> json.string(name))
                .map(TokenHash::parse)
                .filter(presented.hash(hasher)::equals)
                .isPresent();
    }

    /** Adds to a response what the client manages itself with (RFC 7592 §3). */
    void describe(JsonObject.Builder response, String clientId, AccessToken token) {
        String url = Parameters.builder().add("client_id", clientId).build().appendTo(endpoint);
        response.put("registration_client_uri", url).put("registration_access_token", token.reveal());
    }
}
