package dev.mcpoauth.client.discovery;

import dev.mcpoauth.core.Issuer;
import dev.mcpoauth.core.metadata.AuthorizationServerMetadata;
import java.net.URI;

/**
 * An authorization server whose metadata was validated: its issuer is the one that was asked for, and the URL policy
 * permits its endpoints. Immutable.
 */
public final class AuthorizationServer {
    private final AuthorizationServerMetadata metadata;
    private final URI tokenEndpoint;
    private final boolean assumed;

    AuthorizationServer(AuthorizationServerMetadata metadata, URI tokenEndpoint, boolean assumed) {
        this.metadata = metadata;
        this.tokenEndpoint = tokenEndpoint;
        this.assumed = assumed;
    }

    /** The issuer, by which everything that belongs to this server is kept apart. */
    public Issuer issuer() {
        return metadata.issuer();
    }

    /** The document. */
    public AuthorizationServerMetadata metadata() {
        return metadata;
    }

    /** Where tokens are requested. */
    public URI tokenEndpoint() {
        return tokenEndpoint;
    }

    /** Whether there is no document, and the endpoints are the defaults of the 2025-03-26 revision of MCP. */
    public boolean isAssumed() {
        return assumed;
    }

    @Override
    public String toString() {
        return "AuthorizationServer[" + issuer() + "]";
    }
}
