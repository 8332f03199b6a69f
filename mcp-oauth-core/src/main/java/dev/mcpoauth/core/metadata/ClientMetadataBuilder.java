package dev.mcpoauth.core.metadata;

import dev.mcpoauth.core.RedirectUri;
import dev.mcpoauth.core.Scope;
import dev.mcpoauth.core.json.JsonObject;
import java.net.URI;
import java.util.List;

/**
 * Builds client metadata (<a href="https://www.rfc-editor.org/rfc/rfc7591#section-2">RFC 7591 §2</a>). Nothing is
 * assumed: a member that is not set is not in the document. Not thread-safe.
 */
public final class ClientMetadataBuilder {
    private final JsonObject.Builder json;

    ClientMetadataBuilder() {
        this(JsonObject.builder());
    }

    ClientMetadataBuilder(JsonObject.Builder json) {
        this.json = json;
    }

    public ClientMetadataBuilder redirectUris(List<RedirectUri> uris) {
        return member("redirect_uris", uris.stream().map(RedirectUri::value).toList());
    }

    public ClientMetadataBuilder tokenEndpointAuthMethod(String method) {
        return member("token_endpoint_auth_method", method);
    }

    public ClientMetadataBuilder grantTypes(List<String> types) {
        return member("grant_types", types);
    }

    public ClientMetadataBuilder responseTypes(List<String> types) {
        return member("response_types", types);
    }

    public ClientMetadataBuilder clientName(String name) {
        return member("client_name", name);
    }

    public ClientMetadataBuilder clientUri(URI location) {
        return member("client_uri", location.toString());
    }

    public ClientMetadataBuilder scope(Scope scope) {
        return member("scope", scope.toString());
    }

    public ClientMetadataBuilder jwksUri(URI location) {
        return member("jwks_uri", location.toString());
    }

    public ClientMetadataBuilder softwareId(String id) {
        return member("software_id", id);
    }

    public ClientMetadataBuilder softwareVersion(String version) {
        return member("software_version", version);
    }

    /** {@code native} or {@code web}; MCP clients must name it. */
    public ClientMetadataBuilder applicationType(String type) {
        return member("application_type", type);
    }

    /** Sets any other member; see {@link JsonObject.Builder#put} for the values that it takes. */
    public ClientMetadataBuilder member(String name, Object value) {
        json.put(name, value);
        return this;
    }

    /** Takes a member away. */
    public ClientMetadataBuilder without(String name) {
        json.remove(name);
        return this;
    }

    /**
     * The finished document.
     *
     * @throws InvalidDocumentException if a member breaks its rule
     */
    public ClientMetadata build() {
        JsonObject document = json.build();
        ClientMetadataCheck.of(document).done("client metadata");
        return new ClientMetadata(document);
    }
}
