package dev.mcpoauth.server.assertion;

import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.server.settings.AssertedIdentity;
import dev.mcpoauth.server.settings.TrustedIssuer;

/**
 * An assertion that is what it says it is, for this server and the client that presents it, and may still have been used.
 *
 * @param issuer who signed it
 * @param claims what it says
 */
public record VerifiedAssertion(TrustedIssuer issuer, JsonObject claims) {

    /** About whom it is. */
    public AssertedIdentity identity() {
        return new AssertedIdentity(issuer.issuer(), claims.string("sub").orElseThrow(), claims);
    }
}
