package dev.mcpoauth.server.upstream;

import dev.mcpoauth.core.metadata.AuthorizationServerMetadata;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * Where a provider is.
 *
 * @param authorization for the browser
 * @param token for codes
 * @param userInfo for claims
 * @param keys for signatures
 * @param namesItself whether each answer carries {@code iss} (RFC 9207 §3)
 */
record UpstreamEndpoints(
        URI authorization, URI token, Optional<URI> userInfo, Optional<URI> keys, boolean namesItself) {

    /**
     * What the metadata says, where the settings say nothing; whatever it is, the settings have to permit it. Metadata without
     * keys is no more use than none, which is better known before a code is spent.
     */
    static UpstreamEndpoints of(AuthorizationServerMetadata metadata, UpstreamProvider provider) throws IOException {
        return new UpstreamEndpoints(
                        required(
                                "authorization_endpoint",
                                provider.authorization().or(metadata::authorizationEndpoint)),
                        required("token_endpoint", provider.token().or(metadata::tokenEndpoint)),
                        provider.userInfo().or(metadata::userinfoEndpoint),
                        Optional.of(required("jwks_uri", provider.keys().or(metadata::jwksUri))),
                        metadata.authorizationResponseIssParameterSupported())
                .permitted(provider);
    }

    private static URI required(String member, Optional<URI> value) throws IOException {
        return value.orElseThrow(() -> new IOException("the metadata has no " + member));
    }

    private UpstreamEndpoints permitted(UpstreamProvider provider) throws IOException {
        for (Optional<URI> one : List.of(Optional.of(authorization), Optional.of(token), userInfo, keys)) {
            if (one.isPresent() && !provider.permits(one.get())) {
                throw new IOException("the metadata names " + one.get() + ", which the settings do not permit");
            }
        }
        return this;
    }
}
