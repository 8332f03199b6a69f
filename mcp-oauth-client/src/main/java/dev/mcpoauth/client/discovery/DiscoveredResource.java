package dev.mcpoauth.client.discovery;

import dev.mcpoauth.core.Issuer;
import dev.mcpoauth.core.ResourceIndicator;
import dev.mcpoauth.core.Scope;
import java.util.List;

/**
 * What is known about the protected resource.
 *
 * @param resource its identifier, spelled as its metadata spells it
 * @param issuers its authorization servers, in its order
 * @param scopesSupported the scope that its metadata names; empty if it names none
 * @param dpopRequired whether it takes only tokens that are bound to a key (RFC 9728 §2)
 * @param documented whether it has metadata; without, its own origin stands in for the authorization server, as in the
 *     2025-03-26 revision of MCP
 */
public record DiscoveredResource(
        ResourceIndicator resource,
        List<Issuer> issuers,
        Scope scopesSupported,
        boolean dpopRequired,
        boolean documented) {

    public DiscoveredResource {
        issuers = List.copyOf(issuers);
    }
}
