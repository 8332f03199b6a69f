package dev.mcpoauth.server.register;

import static dev.mcpoauth.core.OAuthError.INVALID_CLIENT_METADATA;

import dev.mcpoauth.core.OAuthException;
import dev.mcpoauth.core.RedirectUri;
import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.server.client.ClientAuthenticationMethod;
import dev.mcpoauth.server.diagnostics.ServerReasons;
import java.util.List;
import java.util.Optional;

/**
 * What a client asks to be registered with, made effective: what this server does not offer is gone, what the client left
 * open is filled in (RFC 7591 §2, §3.2.1).
 *
 * @param metadata the effective metadata, to be returned as it is
 * @param redirectUris its redirect URIs
 * @param method its authentication method
 * @param methodStated whether the client chose that itself
 */
record RegistrationRequest(
        JsonObject metadata, List<RedirectUri> redirectUris, ClientAuthenticationMethod method, boolean methodStated) {

    static RegistrationRequest read(JsonObject document) {
        MetadataReader in = new MetadataReader(document);
        List<RedirectUri> redirects = RedirectUrisRule.read(in);
        Optional<String> asked = in.text("token_endpoint_auth_method", 100);
        ClientAuthenticationMethod method =
                asked.map(RegistrationRequest::method).orElse(ClientAuthenticationMethod.CLIENT_SECRET_BASIC);
        JsonObject.Builder out = JsonObject.builder()
                .put("redirect_uris", redirects.stream().map(RedirectUri::value).toList())
                .put("token_endpoint_auth_method", method.wireName())
                .put("grant_types", grantTypes(in))
                .put("response_types", in.offered("response_types", List.of("code"), List.of("code")))
                .put("application_type", in.text("application_type", 20).orElse("native"));
        for (String name : List.of("client_name", "software_id", "software_version")) {
            out.put(name, in.text(name, 200));
        }
        for (String name : List.of("client_uri", "logo_uri", "tos_uri", "policy_uri")) {
            out.put(name, in.webUri(name));
        }
        out.put("scope", in.scope("scope"));
        in.texts("contacts").filter(list -> !list.isEmpty()).ifPresent(list -> out.put("contacts", list));
        return new RegistrationRequest(out.build(), redirects, method, asked.isPresent());
    }

    /** Without a refresh token a person signs in every hour, so that who does not say gets both. */
    private static List<String> grantTypes(MetadataReader in) {
        List<String> offered = List.of("authorization_code", "refresh_token");
        List<String> effective = in.offered("grant_types", offered, offered);
        if (!effective.contains("authorization_code")) {
            throw INVALID_CLIENT_METADATA.because(
                    ServerReasons.REGISTER_METADATA, "grant_types must contain authorization_code");
        }
        return effective;
    }

    private static ClientAuthenticationMethod method(String name) {
        return ClientAuthenticationMethod.ofWireName(name).orElseThrow(RegistrationRequest::methodNotOffered);
    }

    private static OAuthException methodNotOffered() {
        return INVALID_CLIENT_METADATA.because(
                ServerReasons.REGISTER_AUTH_METHOD,
                "token_endpoint_auth_method must be none, client_secret_basic or client_secret_post");
    }
}
