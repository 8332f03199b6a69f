package dev.mcpoauth.server.metadata;

import dev.mcpoauth.core.Scope;
import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.server.client.metadata.ClientAuthenticationMethod;
import dev.mcpoauth.server.client.metadata.ClientKeySet;
import dev.mcpoauth.server.dpop.DpopUse;
import dev.mcpoauth.server.dpop.ProofVerifier;
import dev.mcpoauth.server.jose.SignatureAlgorithm;
import dev.mcpoauth.server.settings.AuthorizationServerSettings;
import dev.mcpoauth.server.settings.ResourceSettings;
import dev.mcpoauth.server.settings.Tolerance;
import dev.mcpoauth.server.settings.TrustedIssuer;
import java.time.Duration;
import java.util.List;

/** Writes the documents. They list what is wired and nothing else. */
public final class MetadataDocuments {
    /** How long caches may keep what is published: documents and keys. */
    public static final Duration CACHED = Duration.ofMinutes(5);

    private static final List<String> SIGNATURES =
            ClientKeySet.ALGORITHMS.stream().map(SignatureAlgorithm::wireName).toList();

    private final AuthorizationServerSettings settings;
    private final EndpointUrls urls;
    private final List<ClientAuthenticationMethod> authentication;

    /**
     * Documents for these settings.
     *
     * @param authentication how clients may authenticate
     */
    public MetadataDocuments(
            AuthorizationServerSettings settings, EndpointUrls urls, List<ClientAuthenticationMethod> authentication) {
        this.settings = settings;
        this.urls = urls;
        this.authentication = List.copyOf(authentication);
    }

    /** The authorization server metadata (RFC 8414 §2), which serves as OpenID discovery document as well. */
    public JsonObject authorizationServer(List<String> grantTypes) {
        List<String> methods = authentication.stream()
                .map(ClientAuthenticationMethod::wireName)
                .toList();
        JsonObject.Builder json = JsonObject.builder()
                .put("issuer", settings.issuer().value())
                .put("authorization_endpoint", urls.url("/authorize"))
                .put("token_endpoint", urls.url("/token"));
        addOptional(json, methods);
        return json.put("pushed_authorization_request_endpoint", urls.url("/par"))
                .put("revocation_endpoint", urls.url("/revoke"))
                .put("scopes_supported", scopes())
                .put("response_types_supported", List.of("code"))
                .put("response_modes_supported", List.of("query", "form_post"))
                .put("grant_types_supported", grantTypes)
                .put("token_endpoint_auth_methods_supported", methods)
                .put("token_endpoint_auth_signing_alg_values_supported", SIGNATURES)
                .put("revocation_endpoint_auth_methods_supported", methods)
                .put("revocation_endpoint_auth_signing_alg_values_supported", SIGNATURES)
                .put("code_challenge_methods_supported", challengeMethods())
                .put("dpop_signing_alg_values_supported", ProofVerifier.algorithmNames())
                .put("authorization_response_iss_parameter_supported", true)
                .put(
                        "client_id_metadata_document_supported",
                        !settings.clientDocuments().isNone())
                .put("prompt_values_supported", List.of("none", "login", "consent", "select_account"))
                .put(
                        "protected_resources",
                        settings.resources().stream()
                                .map(one -> one.identifier().value())
                                .toList())
                .build();
    }

    private void addOptional(JsonObject.Builder json, List<String> methods) {
        if (settings.openRegistration()) {
            json.put("registration_endpoint", urls.url("/register"));
        }
        if (settings.hasSigningKeys()) {
            json.put("jwks_uri", urls.url("/jwks"));
        }
        if (settings.offersIntrospection()) {
            json.put("introspection_endpoint", urls.url("/introspect"))
                    .put(
                            "introspection_endpoint_auth_methods_supported",
                            methods.stream().filter(one -> !one.equals("none")).toList())
                    .put("introspection_endpoint_auth_signing_alg_values_supported", SIGNATURES);
        }
        if (settings.deviceAuthorization()) {
            json.put("device_authorization_endpoint", urls.url("/device_authorization"));
        }
        if (settings.trustedIssuers().stream().anyMatch(TrustedIssuer::issuesIdentityAssertions)) {
            json.put("authorization_grant_profiles_supported", List.of("urn:ietf:params:oauth:grant-profile:id-jag"));
        }
        if (settings.requirePushedRequests()) {
            json.put("require_pushed_authorization_requests", true);
        }
    }

    private List<String> scopes() {
        Scope all = settings.resources().stream().map(ResourceSettings::scopes).reduce(Scope.EMPTY, Scope::union);
        return List.copyOf(all.tokens());
    }

    private List<String> challengeMethods() {
        return settings.tolerances().accepts(Tolerance.DANGEROUS_PLAIN_PKCE)
                ? List.of("S256", "plain")
                : List.of("S256");
    }

    /**
     * The metadata of a resource (RFC 9728 §2). Its scopes are the ones for basic use; further ones are asked for in
     * challenges when they are needed.
     */
    public JsonObject protectedResource(ResourceSettings resource) {
        JsonObject.Builder json = JsonObject.builder()
                .put("resource", resource.identifier().value())
                .put("authorization_servers", List.of(settings.issuer().value()))
                .put("scopes_supported", List.copyOf(resource.defaultScopes().tokens()))
                .put("bearer_methods_supported", List.of("header"))
                .put("resource_name", resource.name());
        if (resource.dpop() != DpopUse.ACCEPTED) {
            json.put("dpop_signing_alg_values_supported", ProofVerifier.algorithmNames())
                    .put("dpop_bound_access_tokens_required", resource.dpop() == DpopUse.REQUIRED);
        }
        return json.build();
    }
}
