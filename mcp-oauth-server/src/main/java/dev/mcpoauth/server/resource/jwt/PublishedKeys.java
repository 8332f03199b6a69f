package dev.mcpoauth.server.resource.jwt;

import dev.mcpoauth.core.Issuer;
import dev.mcpoauth.core.metadata.AuthorizationServerMetadata;
import dev.mcpoauth.server.internal.jose.JwkReading;
import dev.mcpoauth.server.internal.jose.PublicJwk;
import dev.mcpoauth.server.internal.remote.IssuerDocument;
import dev.mcpoauth.server.internal.remote.IssuerHttp;
import dev.mcpoauth.server.internal.remote.Reply;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Fetches an issuer's keys: from where the operator says, or from where its metadata says. */
record PublishedKeys(Issuer issuer, IssuerHttp http, Optional<URI> location) {

    CompletableFuture<List<PublicJwk>> fetch() {
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
