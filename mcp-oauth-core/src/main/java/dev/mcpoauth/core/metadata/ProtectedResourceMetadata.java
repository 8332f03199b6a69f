package dev.mcpoauth.core.metadata;

import dev.mcpoauth.core.Issuer;
import dev.mcpoauth.core.ResourceIndicator;
import dev.mcpoauth.core.diagnostics.CoreReasons;
import dev.mcpoauth.core.json.JsonObject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * A protected resource's description of itself
 * (<a href="https://www.rfc-editor.org/rfc/rfc9728#section-2">RFC 9728 §2</a>): what it is called and which
 * authorization servers issue tokens for it. Immutable.
 */
public final class ProtectedResourceMetadata extends JsonView {
    private ProtectedResourceMetadata(JsonObject json) {
        super(json);
        new DocumentCheck(json)
                .required("resource")
                .text("resource", ResourceIndicator::new)
                .each("authorization_servers", Issuer::new)
                .endpoints("jwks_uri")
                .links("resource_documentation", "resource_policy_uri", "resource_tos_uri")
                .arrays("scopes_supported", "bearer_methods_supported", "dpop_signing_alg_values_supported")
                .strings("resource_name")
                .booleans("dpop_bound_access_tokens_required", "tls_client_certificate_bound_access_tokens")
                .done("protected resource metadata");
    }

    /**
     * Reads a document of at most 1 MiB.
     *
     * @throws InvalidDocumentException if it is not such a document
     */
    public static ProtectedResourceMetadata parse(byte[] utf8) {
        return new ProtectedResourceMetadata(DocumentCheck.parse(utf8));
    }

    /** Reads a document; see {@link #parse(byte[])}. */
    public static ProtectedResourceMetadata parse(String text) {
        return parse(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Starts the document of this resource. */
    public static Builder builder(ResourceIndicator resource) {
        return new Builder(resource);
    }

    /**
     * Refuses a document that does not speak for the resource it was fetched for (RFC 9728 §3.3).
     *
     * @throws InvalidDocumentException with {@code metadata.resource-mismatch}
     */
    public ProtectedResourceMetadata requireResource(ResourceIndicator expected, ResourceMatch match) {
        if (!match.matches(expected, resource())) {
            throw new InvalidDocumentException(
                    CoreReasons.METADATA_RESOURCE_MISMATCH,
                    "resource is not the one that was asked for (RFC 9728 §3.3)");
        }
        return this;
    }

    /** The identifier, to be sent to the authorization server exactly so (RFC 8707 §2). */
    public ResourceIndicator resource() {
        return new ResourceIndicator(json.string("resource").orElseThrow());
    }

    /** The issuers, in the resource's order. MCP requires at least one, RFC 9728 does not. */
    public List<Issuer> authorizationServers() {
        return Members.strings(json, "authorization_servers").stream()
                .map(Issuer::new)
                .toList();
    }

    /** The scopes used in requests for the resource; empty if it names none. */
    public List<String> scopesSupported() {
        return Members.strings(json, "scopes_supported");
    }

    public List<String> bearerMethodsSupported() {
        return Members.strings(json, "bearer_methods_supported");
    }

    public Optional<String> resourceName() {
        return json.string("resource_name");
    }

    public Optional<URI> resourceDocumentation() {
        return Members.uri(json, "resource_documentation");
    }

    public Optional<URI> jwksUri() {
        return Members.uri(json, "jwks_uri");
    }

    /** The algorithms for DPoP proofs that the resource accepts. */
    public List<String> dpopSigningAlgValuesSupported() {
        return Members.strings(json, "dpop_signing_alg_values_supported");
    }

    /** Whether every access token must be bound by DPoP. */
    public boolean dpopBoundAccessTokensRequired() {
        return Members.flag(json, "dpop_bound_access_tokens_required");
    }

    @Override
    public String toString() {
        return "ProtectedResourceMetadata[" + resource() + "]";
    }

    /** Collects the members. Not thread-safe. */
    public static final class Builder {
        private final JsonObject.Builder json = JsonObject.builder();

        private Builder(ResourceIndicator resource) {
            json.put("resource", resource.value());
        }

        public Builder authorizationServers(List<Issuer> issuers) {
            return member(
                    "authorization_servers", issuers.stream().map(Issuer::value).toList());
        }

        public Builder scopesSupported(List<String> scopes) {
            return member("scopes_supported", scopes);
        }

        public Builder bearerMethodsSupported(List<String> methods) {
            return member("bearer_methods_supported", methods);
        }

        public Builder resourceName(String name) {
            return member("resource_name", name);
        }

        public Builder resourceDocumentation(URI location) {
            return member("resource_documentation", location.toString());
        }

        /** Sets any other member; see {@link JsonObject.Builder#put} for the values that it takes. */
        public Builder member(String name, Object value) {
            json.put(name, value);
            return this;
        }

        /**
         * The finished document.
         *
         * @throws InvalidDocumentException if a member breaks its rule
         */
        public ProtectedResourceMetadata build() {
            return new ProtectedResourceMetadata(json.build());
        }
    }
}
