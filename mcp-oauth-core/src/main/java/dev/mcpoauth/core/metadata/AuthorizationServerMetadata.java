package dev.mcpoauth.core.metadata;

import dev.mcpoauth.core.Issuer;
import dev.mcpoauth.core.diagnostics.CoreReasons;
import dev.mcpoauth.core.json.JsonObject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * An authorization server's description of itself:
 * <a href="https://www.rfc-editor.org/rfc/rfc8414#section-2">RFC 8414 §2</a> or an OpenID provider configuration, which
 * shares its members. Immutable.
 *
 * <p>Every URL that an accessor gives out is https, or http on a loopback host: a document that names any other endpoint
 * is refused as a whole, as such a URL may end up in a browser or receive credentials.
 */
public final class AuthorizationServerMetadata extends JsonView {
    AuthorizationServerMetadata(JsonObject json) {
        super(json);
        new DocumentCheck(json)
                .required("issuer")
                .text("issuer", Issuer::new)
                .endpoints(
                        "authorization_endpoint",
                        "token_endpoint",
                        "jwks_uri",
                        "registration_endpoint",
                        "revocation_endpoint",
                        "introspection_endpoint",
                        "userinfo_endpoint",
                        "pushed_authorization_request_endpoint",
                        "device_authorization_endpoint")
                .arrays(
                        "scopes_supported",
                        "response_types_supported",
                        "response_modes_supported",
                        "grant_types_supported",
                        "token_endpoint_auth_methods_supported",
                        "token_endpoint_auth_signing_alg_values_supported",
                        "code_challenge_methods_supported",
                        "dpop_signing_alg_values_supported",
                        "authorization_grant_profiles_supported",
                        "protected_resources")
                .booleans(
                        "authorization_response_iss_parameter_supported",
                        "client_id_metadata_document_supported",
                        "require_pushed_authorization_requests")
                .done("authorization server metadata");
    }

    /**
     * Reads a document of at most 1 MiB.
     *
     * @throws InvalidDocumentException if it is not such a document
     */
    public static AuthorizationServerMetadata parse(byte[] utf8) {
        return new AuthorizationServerMetadata(DocumentCheck.parse(utf8));
    }

    /** Reads a document; see {@link #parse(byte[])}. */
    public static AuthorizationServerMetadata parse(String text) {
        return parse(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Starts the document of this issuer. */
    public static AuthorizationServerMetadataBuilder builder(Issuer issuer) {
        return new AuthorizationServerMetadataBuilder(issuer);
    }

    /**
     * Refuses a document that another issuer's location has served (mix-up, RFC 8414 §3.3).
     *
     * @throws InvalidDocumentException with {@code metadata.issuer-mismatch}
     */
    public AuthorizationServerMetadata requireIssuer(Issuer expected, IssuerMatch match) {
        if (!match.matches(expected.value(), issuer().value())) {
            throw new InvalidDocumentException(
                    CoreReasons.METADATA_ISSUER_MISMATCH, "issuer is not the one that was asked for (RFC 8414 §3.3)");
        }
        return this;
    }

    public Issuer issuer() {
        return new Issuer(json.string("issuer").orElseThrow());
    }

    public Optional<URI> authorizationEndpoint() {
        return Members.uri(json, "authorization_endpoint");
    }

    public Optional<URI> tokenEndpoint() {
        return Members.uri(json, "token_endpoint");
    }

    public Optional<URI> jwksUri() {
        return Members.uri(json, "jwks_uri");
    }

    /** Where clients register (RFC 7591). */
    public Optional<URI> registrationEndpoint() {
        return Members.uri(json, "registration_endpoint");
    }

    /** Where tokens are revoked (RFC 7009). */
    public Optional<URI> revocationEndpoint() {
        return Members.uri(json, "revocation_endpoint");
    }

    /** Where protected resources ask about tokens (RFC 7662). */
    public Optional<URI> introspectionEndpoint() {
        return Members.uri(json, "introspection_endpoint");
    }

    public Optional<URI> userinfoEndpoint() {
        return Members.uri(json, "userinfo_endpoint");
    }

    /** Where authorization requests are pushed (RFC 9126 §5). */
    public Optional<URI> pushedAuthorizationRequestEndpoint() {
        return Members.uri(json, "pushed_authorization_request_endpoint");
    }

    /** Where device flows start (RFC 8628 §4). */
    public Optional<URI> deviceAuthorizationEndpoint() {
        return Members.uri(json, "device_authorization_endpoint");
    }

    /** The scopes that the server cares to name; not necessarily all. */
    public List<String> scopesSupported() {
        return Members.strings(json, "scopes_supported");
    }

    public List<String> responseTypesSupported() {
        return Members.strings(json, "response_types_supported");
    }

    /** The grant types; RFC 8414 §2 assumes {@code authorization_code} and {@code implicit} where none are named. */
    public List<String> grantTypesSupported() {
        return json.strings("grant_types_supported").orElse(List.of("authorization_code", "implicit"));
    }

    /** The methods at the token endpoint; RFC 8414 §2 assumes {@code client_secret_basic} where none are named. */
    public List<String> tokenEndpointAuthMethodsSupported() {
        return json.strings("token_endpoint_auth_methods_supported").orElse(List.of("client_secret_basic"));
    }

    public List<String> tokenEndpointAuthSigningAlgValuesSupported() {
        return Members.strings(json, "token_endpoint_auth_signing_alg_values_supported");
    }

    /** The PKCE methods. Empty means that the server does not support PKCE (RFC 8414 §2); MCP clients then refuse it. */
    public List<String> codeChallengeMethodsSupported() {
        return Members.strings(json, "code_challenge_methods_supported");
    }

    /** The algorithms for DPoP proofs (RFC 9449 §5.1). */
    public List<String> dpopSigningAlgValuesSupported() {
        return Members.strings(json, "dpop_signing_alg_values_supported");
    }

    /** Whether every authorization response carries {@code iss} (RFC 9207 §3). */
    public boolean authorizationResponseIssParameterSupported() {
        return Members.flag(json, "authorization_response_iss_parameter_supported");
    }

    /** Whether a URL can be a client id (OAuth Client ID Metadata Document). */
    public boolean clientIdMetadataDocumentSupported() {
        return Members.flag(json, "client_id_metadata_document_supported");
    }

    /** Whether authorization requests must be pushed (RFC 9126 §5). */
    public boolean requirePushedAuthorizationRequests() {
        return Members.flag(json, "require_pushed_authorization_requests");
    }

    @Override
    public String toString() {
        return "AuthorizationServerMetadata[" + issuer() + "]";
    }
}
