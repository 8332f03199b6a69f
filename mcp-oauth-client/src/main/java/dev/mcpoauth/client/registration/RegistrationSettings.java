package dev.mcpoauth.client.registration;

import dev.mcpoauth.client.authentication.ClientAuthentication;
import dev.mcpoauth.client.authentication.PublicClient;
import dev.mcpoauth.client.grant.ClientCredentials;
import dev.mcpoauth.core.RedirectUri;
import dev.mcpoauth.core.json.JsonObject;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The ways in which this program can become a client, tried in the order of the MCP authorization text: credentials set up
 * beforehand, a metadata document, dynamic registration. Immutable.
 */
public final class RegistrationSettings {
    private final String clientName;
    private final List<PreRegistered> preRegistered;
    private final @Nullable URI metadataDocument;
    private final List<RedirectUri> documentRedirectUris;
    private final ClientAuthentication documentAuthentication;
    private final boolean dynamic;
    private final JsonObject more;

    private RegistrationSettings(Builder builder) {
        this.clientName = builder.clientName;
        this.preRegistered = List.copyOf(builder.preRegistered);
        this.metadataDocument = builder.metadataDocument;
        this.documentRedirectUris = builder.documentRedirectUris;
        this.documentAuthentication = builder.documentAuthentication;
        this.dynamic = builder.dynamic;
        this.more = builder.more;
    }

    /**
     * Starts with dynamic registration as the only way.
     *
     * @param clientName what a consent page calls this program
     */
    public static Builder builder(String clientName) {
        return new Builder(clientName);
    }

    record PreRegistered(ClientCredentials credentials, List<RedirectUri> redirectUris) {}

    String clientName() {
        return clientName;
    }

    List<PreRegistered> preRegistered() {
        return preRegistered;
    }

    Optional<URI> metadataDocument() {
        return Optional.ofNullable(metadataDocument);
    }

    List<RedirectUri> documentRedirectUris() {
        return documentRedirectUris;
    }

    ClientAuthentication documentAuthentication() {
        return documentAuthentication;
    }

    boolean dynamic() {
        return dynamic;
    }

    JsonObject more() {
        return more;
    }

    /** Collects the ways. Not thread-safe. */
    public static final class Builder {
        private final String clientName;
        private final List<PreRegistered> preRegistered = new ArrayList<>();
        private @Nullable URI metadataDocument;
        private List<RedirectUri> documentRedirectUris = List.of();
        private ClientAuthentication documentAuthentication = new PublicClient();
        private boolean dynamic = true;
        private JsonObject more = JsonObject.EMPTY;

        private Builder(String clientName) {
            this.clientName = clientName;
        }

        /** Credentials that were set up at a server, with the redirect URIs that were set up there, if known. */
        public Builder preRegistered(ClientCredentials credentials, RedirectUri... redirectUris) {
            preRegistered.add(new PreRegistered(credentials, List.of(redirectUris)));
            return this;
        }

        /**
         * The URL of this program's client identifier metadata document, used where the server supports such documents.
         *
         * @param url https, with a path
         * @param redirectUris the redirect URIs in the document; none to let the user agent choose
         */
        public Builder metadataDocument(URI url, RedirectUri... redirectUris) {
            boolean hasPath = url.getRawPath() != null && url.getRawPath().length() > 1;
            if (!"https".equals(url.getScheme()) || !hasPath || url.getRawFragment() != null) {
                throw new IllegalArgumentException("a client identifier URL is https, has a path and no fragment");
            }
            metadataDocument = url;
            documentRedirectUris = List.of(redirectUris);
            return this;
        }

        /** The document that {@link ClientMetadataDocument#of} wrote, as it is published. */
        public Builder metadataDocument(ClientMetadataDocument document) {
            return metadataDocument(document.url(), document.redirectUris().toArray(RedirectUri[]::new));
        }

        /**
         * How the client of the metadata document authenticates; not at all by default.
         *
         * @param authentication one of the key that the document names, see {@link
         *     dev.mcpoauth.client.authentication.PrivateKeyJwt}
         */
        public Builder metadataDocumentKey(ClientAuthentication authentication) {
            documentAuthentication = authentication;
            return this;
        }

        /**
         * More members for a dynamic registration (RFC 7591 §2), such as {@code client_uri} or {@code contacts}. How this
         * client works is its own business: {@code redirect_uris}, {@code grant_types} and {@code response_types} in it do
         * not count.
         */
        public Builder clientMetadata(JsonObject members) {
            more = members;
            return this;
        }

        /** Registers nowhere. */
        public Builder withoutDynamicRegistration() {
            dynamic = false;
            return this;
        }

        /** The finished settings. */
        public RegistrationSettings build() {
            return new RegistrationSettings(this);
        }
    }
}
