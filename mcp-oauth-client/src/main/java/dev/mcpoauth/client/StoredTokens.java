package dev.mcpoauth.client;

import dev.mcpoauth.client.dpop.DpopKey;
import dev.mcpoauth.client.grant.Grant;
import dev.mcpoauth.core.Issuer;
import dev.mcpoauth.core.ResourceIndicator;
import dev.mcpoauth.core.Scope;
import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.core.metadata.TokenResponse;
import dev.mcpoauth.core.secret.AccessToken;
import dev.mcpoauth.core.secret.RefreshToken;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * Tokens with all that a restarted process needs to use, refresh and revoke them without asking anyone: a view over the
 * stored document.
 */
final class StoredTokens {
    private final JsonObject json;

    private StoredTokens(JsonObject json) {
        this.json = json;
    }

    /** Where a token request went. */
    record Endpoints(URI token, Optional<URI> revocation) {}

    static StoredTokens of(
            Grant.Obtained obtained, ResourceIndicator resource, Endpoints endpoints, JsonObject dpopKey, Instant now) {
        JsonObject.Builder fields = JsonObject.builder()
                .put("issuer", obtained.client().issuer().value())
                .put("client_id", obtained.client().clientId())
                .put("resource", resource.value())
                .put("token_endpoint", endpoints.token().toString())
                .put("revocation_endpoint", endpoints.revocation().map(URI::toString))
                .put("requested_scope", obtained.requested().toString())
                .put("scope", obtained.requested().toString())
                .put("dpop", dpopKey);
        return new StoredTokens(with(fields, obtained.response(), now));
    }

    /** Reads a document; empty if it is not there or has a member that these tokens cannot be used with. */
    static Optional<StoredTokens> read(JsonObject json) {
        try {
            StoredTokens tokens = new StoredTokens(json);
            tokens.requireUsable();
            return Optional.of(tokens);
        } catch (IllegalArgumentException | NoSuchElementException | DateTimeException e) {
            return Optional.empty();
        }
    }

    /** A damaged document has to fail when it is read, where it costs a sign-in, and not in the middle of its use. */
    private void requireUsable() {
        clientId();
        accessToken();
        refreshToken();
        isDpop();
        dpopKey();
        obtainedAt();
        expiresAt();
        granted();
        requested();
        issuer();
        resource();
        tokenEndpoint();
        revocationEndpoint();
    }

    /** After a refresh: what the response does not name stays as it was (RFC 6749 §5.1, §6). */
    StoredTokens refreshed(TokenResponse response, Instant now) {
        return new StoredTokens(with(json.toBuilder().remove("expires_at"), response, now));
    }

    private static JsonObject with(JsonObject.Builder fields, TokenResponse response, Instant now) {
        response.scope().ifPresent(scope -> fields.put("scope", scope.toString()));
        response.refreshToken().ifPresent(token -> fields.put("refresh_token", token.reveal()));
        return fields.put("access_token", response.accessToken().reveal())
                .put("token_type", response.tokenType())
                .put("obtained_at", now.toString())
                .put("expires_at", response.expiresIn().map(now::plus).map(Instant::toString))
                .build();
    }

    JsonObject json() {
        return json;
    }

    TokenKey key(String subject) {
        return new TokenKey(issuer(), clientId(), resource(), subject);
    }

    AccessToken accessToken() {
        return AccessToken.parse(text("access_token"));
    }

    boolean has(AccessToken token) {
        return accessToken().equals(token);
    }

    Optional<RefreshToken> refreshToken() {
        return json.string("refresh_token").map(RefreshToken::parse);
    }

    boolean isDpop() {
        return "dpop".equalsIgnoreCase(text("token_type"));
    }

    Optional<DpopKey> dpopKey() {
        return json.object("dpop").flatMap(DpopKey::read);
    }

    Instant obtainedAt() {
        return json.string("obtained_at").map(Instant::parse).orElse(Instant.EPOCH);
    }

    Optional<Instant> expiresAt() {
        return json.string("expires_at").map(Instant::parse);
    }

    Scope granted() {
        return Scope.parse(json.string("scope").orElse("")).orElse(Scope.EMPTY);
    }

    Scope requested() {
        return Scope.parse(json.string("requested_scope").orElse("")).orElse(Scope.EMPTY);
    }

    Issuer issuer() {
        return new Issuer(text("issuer"));
    }

    String clientId() {
        return text("client_id");
    }

    ResourceIndicator resource() {
        return new ResourceIndicator(text("resource"));
    }

    URI tokenEndpoint() {
        return url(text("token_endpoint"));
    }

    Optional<URI> revocationEndpoint() {
        return json.string("revocation_endpoint").map(StoredTokens::url);
    }

    private static URI url(String text) {
        URI url = URI.create(text);
        if (url.getHost() == null) {
            throw new IllegalArgumentException("this is no URL of a server");
        }
        return url;
    }

    private String text(String member) {
        return json.string(member).orElseThrow();
    }

    @Override
    public String toString() {
        return "StoredTokens[" + issuer() + ", " + resource() + "]";
    }
}
