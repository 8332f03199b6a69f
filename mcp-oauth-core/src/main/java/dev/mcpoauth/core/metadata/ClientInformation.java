package dev.mcpoauth.core.metadata;

import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.core.secret.AccessToken;
import dev.mcpoauth.core.secret.ClientSecret;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What an authorization server returns for a registration: the client's identifier, its credentials and the metadata in
 * effect (<a href="https://www.rfc-editor.org/rfc/rfc7591#section-3.2.1">RFC 7591 §3.2.1</a>, RFC 7592 §3). Immutable;
 * {@code toString} shows no credential.
 */
public final class ClientInformation extends JsonView {
    private static final Pattern CLIENT_ID = Pattern.compile("[\\x20-\\x7E]{1,2048}");
    private static final Set<String> OWN = Set.of(
            "client_id",
            "client_secret",
            "client_id_issued_at",
            "client_secret_expires_at",
            "registration_client_uri",
            "registration_access_token");

    private ClientInformation(JsonObject json) {
        super(json);
        ClientMetadataCheck.of(json)
                .required("client_id")
                .text("client_id", ClientInformation::requireClientId)
                .text("client_secret", ClientSecret::parse)
                .text("registration_access_token", AccessToken::parse)
                .endpoints("registration_client_uri")
                .when(unreadable(json, "client_id_issued_at"), "client_id_issued_at", "is no time")
                .when(unreadable(json, "client_secret_expires_at"), "client_secret_expires_at", "is no time")
                .done("client information");
    }

    private static void requireClientId(String text) {
        if (!CLIENT_ID.matcher(text).matches()) {
            throw new IllegalArgumentException("1 to 2048 characters of printable ASCII (RFC 6749 App. A.1)");
        }
    }

    /**
     * Reads a response of at most 1 MiB. Empty and {@code null} members count as left out and times may be quoted, as
     * several servers write them so.
     *
     * @throws InvalidDocumentException if it is not such a response
     */
    public static ClientInformation parse(byte[] utf8) {
        return new ClientInformation(
                ClientMetadata.corrected(DocumentCheck.parse(utf8), List.of(ClientMetadataTolerance.values())));
    }

    /** Reads a response; see {@link #parse(byte[])}. */
    public static ClientInformation parse(String text) {
        return parse(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Starts the response for a client with this metadata in effect. */
    public static Builder builder(String clientId, ClientMetadata metadata) {
        return new Builder(clientId, metadata);
    }

    private static boolean unreadable(JsonObject json, String name) {
        return json.has(name) && Members.epochSeconds(json, name).isEmpty();
    }

    public String clientId() {
        return json.string("client_id").orElseThrow();
    }

    /** The secret of a confidential client. */
    public Optional<ClientSecret> clientSecret() {
        return json.string("client_secret").map(ClientSecret::parse);
    }

    public Optional<Instant> clientIdIssuedAt() {
        return Members.epochSeconds(json, "client_id_issued_at").map(Instant::ofEpochSecond);
    }

    /** When the secret expires; empty if it does not, which the response spells {@code 0}. */
    public Optional<Instant> clientSecretExpiresAt() {
        return Members.epochSeconds(json, "client_secret_expires_at")
                .filter(seconds -> seconds != 0)
                .map(Instant::ofEpochSecond);
    }

    /** Where the registration is read and changed (RFC 7592). */
    public Optional<URI> registrationClientUri() {
        return Members.uri(json, "registration_client_uri");
    }

    public Optional<AccessToken> registrationAccessToken() {
        return json.string("registration_access_token").map(AccessToken::parse);
    }

    /** The metadata in effect, without identifier and credentials. */
    public ClientMetadata metadata() {
        JsonObject.Builder rest = json.toBuilder();
        OWN.forEach(rest::remove);
        return new ClientMetadata(rest.build());
    }

    /** Collects the members. Not thread-safe. */
    public static final class Builder {
        private final JsonObject.Builder json = JsonObject.builder();

        private Builder(String clientId, ClientMetadata metadata) {
            json.put("client_id", clientId);
            JsonObject document = metadata.json();
            document.names().stream()
                    .filter(name -> !OWN.contains(name))
                    .forEach(name -> json.put(name, document.value(name)));
        }

        /** A secret that does not expire; the response says so with {@code client_secret_expires_at: 0}. */
        public Builder clientSecret(ClientSecret secret) {
            return clientSecret(secret, Instant.EPOCH);
        }

        /** A secret that expires, to the second. */
        public Builder clientSecret(ClientSecret secret, Instant expiresAt) {
            json.put("client_secret", secret.reveal());
            json.put("client_secret_expires_at", expiresAt.getEpochSecond());
            return this;
        }

        public Builder clientIdIssuedAt(Instant issuedAt) {
            json.put("client_id_issued_at", issuedAt.getEpochSecond());
            return this;
        }

        /** Offers management of the registration (RFC 7592 §3). */
        public Builder registrationAccess(URI location, AccessToken token) {
            json.put("registration_client_uri", location.toString());
            json.put("registration_access_token", token.reveal());
            return this;
        }

        /**
         * The finished response.
         *
         * @throws InvalidDocumentException if a member breaks its rule
         */
        public ClientInformation build() {
            return new ClientInformation(json.build());
        }
    }
}
