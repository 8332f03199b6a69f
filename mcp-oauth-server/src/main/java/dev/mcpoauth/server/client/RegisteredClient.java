package dev.mcpoauth.server.client;

import dev.mcpoauth.core.RedirectUri;
import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.core.secret.ClientSecret;
import dev.mcpoauth.core.secret.TokenHash;
import dev.mcpoauth.core.store.OpaqueBytes;
import dev.mcpoauth.server.client.metadata.ClientAuthenticationMethod;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * A client as the endpoints see it, whatever its source: a typed view over its registered metadata (RFC 7591 §2) and the
 * hash of its secret.
 */
public final class RegisteredClient {
    private static final String METADATA = "metadata";
    private static final String SECRET_HASH = "secret_hash";
    private static final String METHOD_STATED = "method_stated";
    private static final String VERIFIED = "verified";
    private static final String DESCRIBED = "described";
    private static final String MANAGEMENT = "management";

    private final String clientId;
    private final JsonObject stored;
    private final JsonObject metadata;

    private RegisteredClient(String clientId, JsonObject stored) {
        this.clientId = clientId;
        this.stored = stored;
        this.metadata = stored.object(METADATA).orElse(JsonObject.EMPTY);
    }

    /**
     * A client with this metadata.
     *
     * @param metadata the effective metadata: valid redirect URIs, grant types and an authentication method
     * @param secretHash the hash of its secret, unless it is public
     * @param methodStated whether the authentication method is the client's own choice
     * @param verified whether an operator vouches for it
     */
    public static RegisteredClient of(
            String clientId,
            JsonObject metadata,
            Optional<TokenHash> secretHash,
            boolean methodStated,
            boolean verified) {
        return new RegisteredClient(
                clientId,
                JsonObject.builder()
                        .put(METADATA, metadata)
                        .put(SECRET_HASH, secretHash.map(TokenHash::encoded))
                        .put(METHOD_STATED, methodStated)
                        .put(VERIFIED, verified)
                        .build());
    }

    /** A client that the document behind its id describes; the metadata is effective, as in {@link #of}. */
    public static RegisteredClient described(String clientId, JsonObject metadata) {
        return new RegisteredClient(
                clientId,
                JsonObject.builder()
                        .put(METADATA, metadata)
                        .put(DESCRIBED, true)
                        .build());
    }

    /** Reads what {@link #write} wrote. */
    public static RegisteredClient read(String clientId, OpaqueBytes payload) {
        return new RegisteredClient(clientId, JsonObject.parse(payload.toByteArray()));
    }

    /** What a store keeps of it. */
    public OpaqueBytes write() {
        return OpaqueBytes.of(stored.toBytes());
    }

    /** Its identifier. */
    public String clientId() {
        return clientId;
    }

    /** Everything it registered and what became of it. */
    public JsonObject metadata() {
        return metadata;
    }

    /** Where it may be redirected to. */
    public List<RedirectUri> redirectUris() {
        return metadata.strings("redirect_uris").orElse(List.of()).stream()
                .map(RedirectUri::new)
                .toList();
    }

    /** What it calls itself; its identifier if it has no name. */
    public String name() {
        return metadata.string("client_name").orElse(clientId);
    }

    /** The grant types that it may use. */
    public List<String> grantTypes() {
        return metadata.strings("grant_types").orElse(List.of());
    }

    /** How it may authenticate: mostly in one way, in several if the document behind its id names several. */
    public List<ClientAuthenticationMethod> authenticationMethods() {
        List<ClientAuthenticationMethod> several =
                metadata.strings("token_endpoint_auth_methods_supported").orElse(List.of()).stream()
                        .flatMap(name -> ClientAuthenticationMethod.ofWireName(name).stream())
                        .toList();
        return several.isEmpty() ? List.of(authenticationMethod()) : several;
    }

    /** How it authenticates, or would rather. */
    public ClientAuthenticationMethod authenticationMethod() {
        return metadata.string("token_endpoint_auth_method")
                .flatMap(ClientAuthenticationMethod::ofWireName)
                .orElse(ClientAuthenticationMethod.CLIENT_SECRET_BASIC);
    }

    /** Whether the authentication method is the client's own choice and not our default. */
    public boolean statedItsMethod() {
        return stored.bool(METHOD_STATED).orElse(true);
    }

    /** Whether it may come without credentials. */
    public boolean isPublic() {
        return authenticationMethods().contains(ClientAuthenticationMethod.NONE);
    }

    /** The host of the document behind its id, if that is what describes it. */
    public Optional<String> documentHost() {
        return stored.bool(DESCRIBED).orElse(false)
                ? Optional.of(URI.create(clientId).getRawAuthority())
                : Optional.empty();
    }

    /** Whether it never has a browser carry its requests (RFC 9126 §6). */
    public boolean pushesItsRequests() {
        return metadata.bool("require_pushed_authorization_requests").orElse(false);
    }

    /** Whether it takes no tokens but such as are bound to a key (RFC 9449 §5.2). */
    public boolean bindsItsTokens() {
        return metadata.bool("dpop_bound_access_tokens").orElse(false);
    }

    /** Whether an operator vouches for name and redirect URIs. */
    public boolean isVerified() {
        return stored.bool(VERIFIED).orElse(false);
    }

    /** Whether this is its secret; in constant time. */
    public boolean hasSecret(ClientSecret candidate) {
        return secretHash().filter(candidate.hash()::equals).isPresent();
    }

    /** The hash of its secret, if it has one. */
    public Optional<TokenHash> secretHash() {
        return stored.string(SECRET_HASH).map(TokenHash::parse);
    }

    /** By what it may manage its registration (RFC 7592), if it may. */
    public Optional<JsonObject> management() {
        return stored.object(MANAGEMENT);
    }

    /** The same client, managed by this. */
    public RegisteredClient withManagement(JsonObject tokens) {
        return new RegisteredClient(
                clientId, stored.toBuilder().put(MANAGEMENT, tokens).build());
    }

    /** The same client without secret, after it turned out not to use the one that it was given. */
    public RegisteredClient asPublic() {
        JsonObject changed = metadata.toBuilder()
                .put("token_endpoint_auth_method", ClientAuthenticationMethod.NONE.wireName())
                .build();
        return new RegisteredClient(
                clientId,
                stored.toBuilder()
                        .put(METADATA, changed)
                        .remove(SECRET_HASH)
                        .put(METHOD_STATED, true)
                        .build());
    }

    @Override
    public String toString() {
        return "RegisteredClient[" + clientId + "]";
    }
}
