package dev.mcpoauth.server.client.metadata;

import dev.mcpoauth.core.RedirectUri;
import dev.mcpoauth.core.json.JsonObject;
import java.util.List;

/**
 * Client metadata made effective: what this server does not offer is gone, what the client left open is filled in (RFC 7591
 * §2, §3.2.1). Only {@link MetadataRules} makes one.
 *
 * @param json the effective metadata, to be kept and returned as it is
 * @param redirectUris the redirect URIs
 * @param methods the authentication methods that the client may use; the first is its {@code token_endpoint_auth_method}
 * @param methodStated whether the client chose that itself
 */
public record EffectiveMetadata(
        JsonObject json,
        List<RedirectUri> redirectUris,
        List<ClientAuthenticationMethod> methods,
        boolean methodStated) {
    public EffectiveMetadata {
        redirectUris = List.copyOf(redirectUris);
        methods = List.copyOf(methods);
    }

    /** The authentication method that the client is told to use. */
    public ClientAuthenticationMethod method() {
        return methods.get(0);
    }
}
