package dev.mcpoauth.client.discovery;

import dev.mcpoauth.client.error.AuthException.DiscoveryFailed;
import dev.mcpoauth.client.error.ClientReasons;
import dev.mcpoauth.client.error.FlowTrace;
import dev.mcpoauth.client.http.HttpExchange;
import dev.mcpoauth.client.http.UrlPolicy;
import dev.mcpoauth.core.Issuer;
import dev.mcpoauth.core.ResourceIndicator;
import dev.mcpoauth.core.Scope;
import dev.mcpoauth.core.metadata.InvalidDocumentException;
import dev.mcpoauth.core.metadata.ProtectedResourceMetadata;
import dev.mcpoauth.core.metadata.ResourceMatch;
import dev.mcpoauth.core.metadata.WellKnownUris;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds a resource's metadata: at the URL that a challenge names (RFC 9728 §5.1), else at the well-known URL of the
 * server's path, else at that of its root. Thread-safe.
 */
public final class ResourceDiscovery {
    private static final String WHAT = "protected resource metadata";

    private final MetadataFetcher fetcher;
    private final UrlPolicy policy;
    private final Optional<Issuer> issuer;

    public ResourceDiscovery(HttpExchange http, UrlPolicy policy) {
        this(http, policy, Optional.empty());
    }

    private ResourceDiscovery(HttpExchange http, UrlPolicy policy, Optional<Issuer> issuer) {
        this.fetcher = new MetadataFetcher(http);
        this.policy = policy;
        this.issuer = issuer;
    }

    /** For resources that have this authorization server whatever their metadata says, and whether or not they have any. */
    public static ResourceDiscovery at(Issuer issuer, HttpExchange http, UrlPolicy policy) {
        return new ResourceDiscovery(http, policy, Optional.of(issuer));
    }

    /**
     * Discovers the resource that the server is.
     *
     * @param server the URL of the MCP server, as the user gave it
     * @param hinted the {@code resource_metadata} parameters of its challenges, usually none or one
     * @throws DiscoveryFailed if the metadata is for another resource or names no authorization server
     * @throws IOException if whether there is metadata cannot be said now
     */
    public DiscoveredResource discover(URI server, List<URI> hinted, FlowTrace trace)
            throws IOException, InterruptedException {
        String outage = "";
        Instant roundEnd = MetadataFetcher.roundEnd(trace);
        for (URI candidate : candidates(server, hinted)) {
            Fetched fetched = fetcher.fetch(WHAT, policy.require(candidate, server, trace), roundEnd, trace);
            if (fetched instanceof Fetched.Document document) {
                return read(server, document, trace);
            }
            if (fetched instanceof Fetched.Unavailable down) {
                outage = candidate.getRawAuthority() + " " + down.detail();
            }
        }
        if (!outage.isEmpty() && issuer.isEmpty()) {
            throw trace.outage("the resource's metadata cannot be read now: " + outage);
        }
        return undocumented(server);
    }

    private static List<URI> candidates(URI server, List<URI> hinted) {
        List<URI> all = new ArrayList<>(hinted);
        for (URI wellKnown : WellKnownUris.forProtectedResource(new ResourceIndicator(server.toString()))) {
            if (!all.contains(wellKnown)) {
                all.add(wellKnown);
            }
        }
        return all;
    }

    private DiscoveredResource undocumented(URI server) {
        Issuer origin = issuer.orElseGet(() -> new Issuer(server.getScheme() + "://" + server.getRawAuthority()));
        return new DiscoveredResource(
                new ResourceIndicator(server.toString()), List.of(origin), Scope.EMPTY, false, false);
    }

    private DiscoveredResource read(URI server, Fetched.Document document, FlowTrace trace) throws DiscoveryFailed {
        try {
            ProtectedResourceMetadata metadata = ProtectedResourceMetadata.parse(document.text());
            requireFor(server, metadata, trace);
            List<Issuer> issuers = issuer.map(List::of).orElse(metadata.authorizationServers());
            if (issuers.isEmpty()) {
                throw unusable(trace, "names no authorization server");
            }
            return new DiscoveredResource(
                    metadata.resource(),
                    issuers,
                    Scope.parse(String.join(" ", metadata.scopesSupported())).orElse(Scope.EMPTY),
                    metadata.dpopBoundAccessTokensRequired(),
                    true);
        } catch (InvalidDocumentException e) {
            throw unusable(trace, "is invalid: " + e.getMessage());
        }
    }

    /** A path above the server's on the same origin is accepted: MCP servers are widely described by their origin. */
    private static void requireFor(URI server, ProtectedResourceMetadata metadata, FlowTrace trace)
            throws DiscoveryFailed {
        try {
            metadata.requireResource(new ResourceIndicator(server.toString()), ResourceMatch.TOLERATING_PARENT_PATH);
        } catch (InvalidDocumentException e) {
            throw trace.refuse(
                    DiscoveryFailed::new,
                    ClientReasons.RESOURCE_MISMATCH,
                    "the metadata is for " + metadata.resource() + " and not for " + server);
        }
    }

    private static DiscoveryFailed unusable(FlowTrace trace, String problem) {
        return trace.refuse(
                DiscoveryFailed::new,
                ClientReasons.RESOURCE_METADATA_UNUSABLE,
                "the protected resource metadata " + problem);
    }
}
