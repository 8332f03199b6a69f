package dev.mcpoauth.core.metadata;

import dev.mcpoauth.core.Issuer;
import dev.mcpoauth.core.json.JsonObject;
import java.net.URI;
import java.util.List;

/**
 * Builds an authorization server's metadata. Name only what is wired: clients believe it
 * (<a href="https://www.rfc-editor.org/rfc/rfc8414#section-2">RFC 8414 §2</a>). Not thread-safe.
 */
public final class AuthorizationServerMetadataBuilder {
    private final JsonObject.Builder json = JsonObject.builder();

    AuthorizationServerMetadataBuilder(Issuer issuer) {
        json.put("issuer", issuer.value());
    }

    public AuthorizationServerMetadataBuilder authorizationEndpoint(URI endpoint) {
        return member("authorization_endpoint", endpoint.toString());
    }

    public AuthorizationServerMetadataBuilder tokenEndpoint(URI endpoint) {
        return member("token_endpoint", endpoint.toString());
    }

    public AuthorizationServerMetadataBuilder jwksUri(URI location) {
        return member("jwks_uri", location.toString());
    }

    public AuthorizationServerMetadataBuilder registrationEndpoint(URI endpoint) {
        return member("registration_endpoint", endpoint.toString());
    }

    public AuthorizationServerMetadataBuilder revocationEndpoint(URI endpoint) {
        return member("revocation_endpoint", endpoint.toString());
    }

    public AuthorizationServerMetadataBuilder introspectionEndpoint(URI endpoint) {
        return member("introspection_endpoint", endpoint.toString());
    }

    public AuthorizationServerMetadataBuilder pushedAuthorizationRequestEndpoint(URI endpoint) {
        return member("pushed_authorization_request_endpoint", endpoint.toString());
    }

    public AuthorizationServerMetadataBuilder deviceAuthorizationEndpoint(URI endpoint) {
        return member("device_authorization_endpoint", endpoint.toString());
    }

    public AuthorizationServerMetadataBuilder scopesSupported(List<String> scopes) {
        return member("scopes_supported", scopes);
    }

    public AuthorizationServerMetadataBuilder responseTypesSupported(List<String> types) {
        return member("response_types_supported", types);
    }

    public AuthorizationServerMetadataBuilder grantTypesSupported(List<String> types) {
        return member("grant_types_supported", types);
    }

    public AuthorizationServerMetadataBuilder tokenEndpointAuthMethodsSupported(List<String> methods) {
        return member("token_endpoint_auth_methods_supported", methods);
    }

    public AuthorizationServerMetadataBuilder codeChallengeMethodsSupported(List<String> methods) {
        return member("code_challenge_methods_supported", methods);
    }

    public AuthorizationServerMetadataBuilder authorizationResponseIssParameterSupported(boolean supported) {
        return member("authorization_response_iss_parameter_supported", supported);
    }

    public AuthorizationServerMetadataBuilder clientIdMetadataDocumentSupported(boolean supported) {
        return member("client_id_metadata_document_supported", supported);
    }

    /** Sets any other member; see {@link JsonObject.Builder#put} for the values that it takes. */
    public AuthorizationServerMetadataBuilder member(String name, Object value) {
        json.put(name, value);
        return this;
    }

    /**
     * The finished document.
     *
     * @throws InvalidDocumentException if a member breaks its rule
     */
    public AuthorizationServerMetadata build() {
        return new AuthorizationServerMetadata(json.build());
    }
}
