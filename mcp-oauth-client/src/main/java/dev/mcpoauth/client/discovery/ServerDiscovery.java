package dev.mcpoauth.client.discovery;

import dev.mcpoauth.client.error.AuthException.DiscoveryFailed;
import dev.mcpoauth.client.error.ClientReasons;
import dev.mcpoauth.client.error.FlowTrace;
import dev.mcpoauth.client.http.HttpExchange;
import dev.mcpoauth.client.http.UrlPolicy;
import dev.mcpoauth.core.Issuer;
import dev.mcpoauth.core.metadata.AuthorizationServerMetadata;
import dev.mcpoauth.core.metadata.InvalidDocumentException;
import dev.mcpoauth.core.metadata.WellKnownUris;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds an authorization server's metadata at its two or three well-known URLs, in the order of the MCP authorization text.
 * A document whose issuer is not identical to the one asked for is not used (RFC 8414 §3.3). Thread-safe.
 */
public final class ServerDiscovery {
    private static final String WHAT = "authorization server metadata";

    /** A resource that lists thousands would have this client knock at thousands of doors. */
    private static final int MOST_ISSUERS = 10;

    private final MetadataFetcher fetcher;
    private final UrlPolicy policy;
    private final Optional<AuthorizationServer> configured;

    public ServerDiscovery(HttpExchange http, UrlPolicy policy) {
        this(http, policy, Optional.empty());
    }

    private ServerDiscovery(HttpExchange http, UrlPolicy policy, Optional<AuthorizationServer> configured) {
        this.fetcher = new MetadataFetcher(http);
        this.policy = policy;
        this.configured = configured;
    }

    /**
     * One that finds this server and no other. Its endpoints are the user's own word and not a server's.
     *
     * @throws IllegalArgumentException if the metadata names no token endpoint
     */
    public static ServerDiscovery configured(
            AuthorizationServerMetadata metadata, HttpExchange http, UrlPolicy policy) {
        URI tokenEndpoint = metadata.tokenEndpoint()
                .orElseThrow(() -> new IllegalArgumentException("the metadata must have a token_endpoint"));
        AuthorizationServer server = new AuthorizationServer(metadata, tokenEndpoint, false);
        return new ServerDiscovery(http, policy, Optional.of(server));
    }

    /**
     * The first of the resource's first ten authorization servers that has usable metadata.
     *
     * @throws DiscoveryFailed if none has
     * @throws IOException if none has, and one cannot be reached now
     */
    public AuthorizationServer discover(URI server, DiscoveredResource resource, FlowTrace trace)
            throws IOException, InterruptedException {
        if (configured.isPresent()) {
            return configured.get();
        }
        Findings findings = new Findings(MetadataFetcher.roundEnd(trace));
        List<Issuer> issuers = resource.issuers().stream().limit(MOST_ISSUERS).toList();
        for (Issuer issuer : issuers) {
            Optional<AuthorizationServer> found = find(server, issuer, findings, trace);
            if (found.isPresent()) {
                return found.get();
            }
        }
        if (!findings.outage.isEmpty()) {
            throw trace.outage("the authorization server's metadata cannot be read now: " + findings.outage);
        }
        if (!resource.documented() && !findings.mismatch) {
            return assumed(resource.issuers().get(0), trace);
        }
        throw trace.refuse(
                DiscoveryFailed::new,
                findings.mismatch ? ClientReasons.METADATA_ISSUER_MISMATCH : ClientReasons.NO_AUTHORIZATION_SERVER,
                findings.mismatch
                        ? "the metadata names another issuer than " + issuers
                        : "no usable metadata for " + issuers);
    }

    /** What went wrong on the way, for the failure that stands at its end. */
    private static final class Findings {
        private final Instant roundEnd;
        private boolean mismatch;
        private String outage = "";

        private Findings(Instant roundEnd) {
            this.roundEnd = roundEnd;
        }
    }

    private Optional<AuthorizationServer> find(URI server, Issuer issuer, Findings findings, FlowTrace trace)
            throws IOException, InterruptedException {
        for (URI candidate : WellKnownUris.forAuthorizationServer(issuer)) {
            Fetched fetched = fetcher.fetch(WHAT, policy.require(candidate, server, trace), findings.roundEnd, trace);
            if (fetched instanceof Fetched.Unavailable down) {
                findings.outage = issuer + " " + down.detail();
            } else if (fetched instanceof Fetched.Document document) {
                Optional<AuthorizationServerMetadata> metadata = read(document, candidate, trace);
                if (metadata.isPresent() && metadata.get().issuer().equals(issuer)) {
                    return Optional.of(validated(server, metadata.get(), trace));
                }
                if (metadata.isPresent()) {
                    trace.step(WHAT, candidate, "names another issuer");
                    findings.mismatch = true;
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<AuthorizationServerMetadata> read(
            Fetched.Document document, URI candidate, FlowTrace trace) {
        try {
            return Optional.of(AuthorizationServerMetadata.parse(document.text()));
        } catch (InvalidDocumentException e) {
            trace.step(WHAT, candidate, String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private AuthorizationServer validated(URI server, AuthorizationServerMetadata metadata, FlowTrace trace)
            throws IOException {
        List<Optional<URI>> endpoints = List.of(
                metadata.authorizationEndpoint(),
                metadata.tokenEndpoint(),
                metadata.registrationEndpoint(),
                metadata.revocationEndpoint(),
                metadata.pushedAuthorizationRequestEndpoint(),
                metadata.deviceAuthorizationEndpoint());
        for (Optional<URI> endpoint : endpoints) {
            if (endpoint.isPresent()) {
                policy.require(endpoint.get(), server, trace);
            }
        }
        URI tokenEndpoint = metadata.tokenEndpoint()
                .orElseThrow(() -> trace.refuse(
                        DiscoveryFailed::new, ClientReasons.ENDPOINT_MISSING, "the metadata has no token_endpoint"));
        return new AuthorizationServer(metadata, tokenEndpoint, false);
    }

    /** The 2025-03-26 revision: endpoints below the origin of the server, and PKCE as a matter of course. */
    private static AuthorizationServer assumed(Issuer origin, FlowTrace trace) {
        trace.tolerate(ClientReasons.LEGACY_ENDPOINTS, Map.of("issuer", origin));
        AuthorizationServerMetadata metadata = AuthorizationServerMetadata.builder(origin)
                .authorizationEndpoint(URI.create(origin + "/authorize"))
                .tokenEndpoint(URI.create(origin + "/token"))
                .registrationEndpoint(URI.create(origin + "/register"))
                .responseTypesSupported(List.of("code"))
                .codeChallengeMethodsSupported(List.of("S256"))
                .build();
        return new AuthorizationServer(metadata, URI.create(origin + "/token"), true);
    }
}
