package dev.mcpoauth.server.settings;

import dev.mcpoauth.core.OAuthException;
import dev.mcpoauth.core.RedirectUri;
import dev.mcpoauth.core.Scope;
import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.core.secret.ClientSecret;
import dev.mcpoauth.core.secret.TokenHash;
import dev.mcpoauth.server.client.metadata.ClientAuthenticationMethod;
import dev.mcpoauth.server.client.metadata.EffectiveMetadata;
import dev.mcpoauth.server.client.metadata.GrantTypes;
import dev.mcpoauth.server.client.metadata.MetadataRules;
import dev.mcpoauth.server.grant.AssertedSubject;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A client that the operator registers ahead: in code, on the command line or in a file. Immutable; keeps the hash of a secret
 * and never the secret.
 */
public final class ClientSettings {
    private static final String SECRET = "client_secret";
    private static final String SECRET_HASH = "client_secret_sha256";
    /** Its id is the subject of its grants. */
    private static final int LONGEST_SUBJECT = 255;

    private static final List<String> UNATTENDED =
            List.of(GrantTypes.CLIENT_CREDENTIALS, GrantTypes.TOKEN_EXCHANGE, GrantTypes.JWT_BEARER);

    private final String clientId;
    private final EffectiveMetadata metadata;
    private final @Nullable TokenHash secretHash;

    private ClientSettings(String clientId, JsonObject asked, @Nullable TokenHash secretHash) {
        if (clientId.isEmpty() || clientId.length() > 512 || !clientId.chars().allMatch(c -> c >= 0x21 && c < 0x7F)) {
            throw new IllegalArgumentException("a client id has 1 to 512 visible ASCII characters without space");
        }
        this.clientId = clientId;
        this.secretHash = secretHash;
        try {
            this.metadata = MetadataRules.forOperators(secretHash != null).read(asked);
        } catch (OAuthException refusal) {
            throw new IllegalArgumentException("client " + clientId + ": " + refusal.description(), refusal);
        }
        requireProofWhereNobodyConsents();
    }

    private void requireProofWhereNobodyConsents() {
        boolean isPublic = metadata.method() == ClientAuthenticationMethod.NONE;
        if (isPublic && UNATTENDED.stream().anyMatch(this::uses)) {
            throw new IllegalArgumentException("client " + clientId + " needs a secret or a key to act for itself,"
                    + " to exchange tokens or to present assertions");
        }
        if (uses(GrantTypes.CLIENT_CREDENTIALS) && AssertedSubject.isReserved(clientId)) {
            throw new IllegalArgumentException(
                    "the id of client " + clientId + " is kept for subjects of other issuers");
        }
        if (uses(GrantTypes.CLIENT_CREDENTIALS) && clientId.length() > LONGEST_SUBJECT) {
            throw new IllegalArgumentException("a client that acts for itself has an id of at most 255 characters");
        }
    }

    /** A client without secret, which PKCE protects (RFC 6749 §2.1). */
    public static ClientSettings publicClient(String clientId, String... redirectUris) {
        return new ClientSettings(clientId, redirecting(clientId, redirectUris), null);
    }

    /** A client that authenticates with a secret, by Basic or in the form. */
    public static ClientSettings confidentialClient(String clientId, ClientSecret secret, String... redirectUris) {
        return new ClientSettings(clientId, redirecting(clientId, redirectUris), secret.hash());
    }

    /** A program that acts for itself, with no person behind it (RFC 6749 §4.4), and has the default scopes. */
    public static ClientSettings machineClient(String clientId, ClientSecret secret) {
        JsonObject asked = JsonObject.builder()
                .put("client_name", clientId)
                .put("grant_types", List.of(GrantTypes.CLIENT_CREDENTIALS))
                .build();
        return new ClientSettings(clientId, asked, secret.hash());
    }

    /**
     * The server of a protected resource, which gets no tokens and asks about those of others: see {@link
     * ResourceSettings#withIntrospectionBy}.
     */
    public static ClientSettings resourceServer(String clientId, ClientSecret secret) {
        JsonObject asked = JsonObject.builder()
                .put("client_name", clientId)
                .put("grant_types", List.of())
                .build();
        return new ClientSettings(clientId, asked, secret.hash());
    }

    private static JsonObject redirecting(String clientId, String... uris) {
        return JsonObject.builder()
                .put("client_name", clientId)
                .put("redirect_uris", List.of(uris))
                .build();
    }

    /**
     * A client as JSON: its metadata (RFC 7591 §2) with {@code client_id}; for a secret either {@code client_secret} or, so
     * that the file holds none, {@code client_secret_sha256} as 64 hexadecimal digits, such as {@code sha256sum} prints.
     *
     * @throws IllegalArgumentException saying which member is wrong
     */
    public static ClientSettings parse(JsonObject client) {
        String clientId = client.string("client_id")
                .orElseThrow(() -> new IllegalArgumentException("a client needs a client_id"));
        return new ClientSettings(clientId, client, secretHash(client).orElse(null));
    }

    private static Optional<TokenHash> secretHash(JsonObject client) {
        if (client.has(SECRET) && client.has(SECRET_HASH)) {
            throw new IllegalArgumentException(SECRET + " and " + SECRET_HASH + " exclude each other");
        }
        if (client.has(SECRET)) {
            return Optional.of(ClientSecret.parse(text(client, SECRET)).hash());
        }
        return client.has(SECRET_HASH) ? Optional.of(hash(text(client, SECRET_HASH))) : Optional.empty();
    }

    private static String text(JsonObject client, String name) {
        return client.string(name).orElseThrow(() -> new IllegalArgumentException(name + " must be a string"));
    }

    private static TokenHash hash(String hex) {
        try {
            return TokenHash.of(HexFormat.of().parseHex(hex));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(SECRET_HASH + " must have 64 hexadecimal digits", e);
        }
    }

    /**
     * The clients of a file: {@code {"clients": [...]}}, each as in {@link #parse}.
     *
     * @throws IllegalArgumentException saying what is wrong
     */
    public static List<ClientSettings> parseAll(String json) {
        List<Object> elements = JsonObject.parse(json)
                .array("clients")
                .orElseThrow(() -> new IllegalArgumentException("a file of clients has an array named clients"));
        return elements.stream()
                .map(element -> {
                    if (element instanceof JsonObject client) {
                        return parse(client);
                    }
                    throw new IllegalArgumentException("each client is an object");
                })
                .toList();
    }

    /** The same under the name that the consent page shows. */
    public ClientSettings withName(String shownName) {
        return with("client_name", shownName);
    }

    /** The same with this as the most that it gets when it acts for itself, and as the scope that it registered. */
    public ClientSettings withScope(Scope scope) {
        return with("scope", scope.toString());
    }

    /**
     * The same, which may use these grants besides, such as {@link GrantTypes#TOKEN_EXCHANGE}: by themselves they permit
     * nothing, see {@link SettingsBuilder#tokenExchange} and {@link SettingsBuilder#trustedIssuer}.
     */
    public ClientSettings withGrants(String... grantTypes) {
        Set<String> all = new LinkedHashSet<>(grants());
        all.addAll(List.of(grantTypes));
        return with("grant_types", List.copyOf(all));
    }

    private ClientSettings with(String member, Object value) {
        return new ClientSettings(
                clientId, metadata.json().toBuilder().put(member, value).build(), secretHash);
    }

    /** Its identifier. */
    public String clientId() {
        return clientId;
    }

    /** What it may do and how it is called. */
    public EffectiveMetadata metadata() {
        return metadata;
    }

    /** Whether it may use this grant type. */
    public boolean uses(String grantType) {
        return grants().contains(grantType);
    }

    private List<String> grants() {
        return metadata.json().strings("grant_types").orElse(List.of());
    }

    /** Where it may be redirected to. */
    public List<RedirectUri> redirectUris() {
        return metadata.redirectUris();
    }

    /** What the consent page calls it. */
    public String name() {
        return metadata.json().string("client_name").orElse(clientId);
    }

    /** The hash of its secret, if it has one. */
    public Optional<TokenHash> secretHash() {
        return Optional.ofNullable(secretHash);
    }

    @Override
    public String toString() {
        return "ClientSettings[" + clientId + "]";
    }
}
