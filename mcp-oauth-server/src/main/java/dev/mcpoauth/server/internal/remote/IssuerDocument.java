package dev.mcpoauth.server.internal.remote;

import dev.mcpoauth.core.Issuer;
import dev.mcpoauth.core.metadata.AuthorizationServerMetadata;
import dev.mcpoauth.core.metadata.InvalidDocumentException;
import dev.mcpoauth.core.metadata.IssuerMatch;
import dev.mcpoauth.core.metadata.WellKnownUris;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Finds an issuer's metadata (RFC 8414 §3, OpenID Connect Discovery §4) and takes one URL from it. A document that names
 * another issuer counts as none, so that nobody else's keys get in. Thread-safe.
 */
public final class IssuerDocument {
    private final Issuer issuer;
    private final IssuerHttp http;

    /** The document of this issuer. */
    public IssuerDocument(Issuer issuer, IssuerHttp http) {
        this.issuer = issuer;
        this.http = http;
    }

    /** The document, from the first place that has it. */
    public CompletableFuture<AuthorizationServerMetadata> fetch() {
        return find(WellKnownUris.forAuthorizationServer(issuer), new ArrayList<>());
    }

    /**
     * The URL of one member.
     *
     * @param name of the member, for whoever reads why it failed
     */
    public CompletableFuture<URI> locate(String name, Function<AuthorizationServerMetadata, Optional<URI>> member) {
        return fetch().thenCompose(metadata -> member.apply(metadata)
                .filter(this::isSecure)
                .map(CompletableFuture::completedFuture)
                .orElseGet(() -> CompletableFuture.failedFuture(
                        new IOException("the metadata of " + issuer + " has no " + name + " to use"))));
    }

    /** An issuer on the network can not send us back to this machine in plain text. */
    private boolean isSecure(URI endpoint) {
        return endpoint.getScheme().equalsIgnoreCase("https")
                || issuer.uri().getScheme().equalsIgnoreCase("http");
    }

    private CompletableFuture<AuthorizationServerMetadata> find(List<URI> candidates, List<String> problems) {
        if (candidates.isEmpty()) {
            return CompletableFuture.failedFuture(
                    new IOException("no metadata of " + issuer + " found: " + String.join("; ", problems)));
        }
        return http.get(candidates.get(0))
                .handle((reply, failure) -> read(candidates.get(0), reply, failure, problems))
                .thenCompose(found -> found.isPresent()
                        ? CompletableFuture.completedFuture(found.get())
                        : find(candidates.subList(1, candidates.size()), problems));
    }

    private Optional<AuthorizationServerMetadata> read(
            URI location, @Nullable Reply reply, @Nullable Throwable failure, List<String> problems) {
        try {
            if (reply != null) {
                return Optional.of(
                        AuthorizationServerMetadata.parse(reply.requireOk()).requireIssuer(issuer, IssuerMatch.EXACT));
            }
            problems.add(location + ": " + (failure == null ? "no answer" : Outages.describe(failure)));
        } catch (InvalidDocumentException e) {
            problems.add(location + ": " + e.getMessage());
        } catch (IOException e) {
            problems.add(String.valueOf(e.getMessage()));
        }
        return Optional.empty();
    }
}
