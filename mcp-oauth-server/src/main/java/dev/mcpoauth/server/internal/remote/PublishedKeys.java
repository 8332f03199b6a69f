package dev.mcpoauth.server.internal.remote;

import dev.mcpoauth.core.Issuer;
import dev.mcpoauth.core.metadata.AuthorizationServerMetadata;
import dev.mcpoauth.server.internal.jose.JwkReading;
import dev.mcpoauth.server.internal.jose.PublicJwk;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Fetches an issuer's keys: from where the operator says, or from where its metadata says. */
public record PublishedKeys(Issuer issuer, IssuerHttp http, Optional<URI> location) {

    /** The keys as they are published now. */
    public CompletableFuture<List<PublicJwk>> fetch() {
        CompletableFuture<URI> where = location.map(CompletableFuture::completedFuture)
                .orElseGet(() ->
                        new IssuerDocument(issuer, http).locate("jwks_uri", AuthorizationServerMetadata::jwksUri));
        return where.thenCompose(uri -> http.get(uri).thenCompose(reply -> read(uri, reply)));
    }

    private static CompletableFuture<List<PublicJwk>> read(URI uri, Reply reply) {
        try {
            return CompletableFuture.completedFuture(JwkReading.publicKeys(reply.requireOk()));
        } catch (IOException e) {
            return CompletableFuture.failedFuture(e);
        } catch (IllegalArgumentException e) {
            return CompletableFuture.failedFuture(new IOException(uri + " has no JWK Set: " + e.getMessage(), e));
        }
    }
}
