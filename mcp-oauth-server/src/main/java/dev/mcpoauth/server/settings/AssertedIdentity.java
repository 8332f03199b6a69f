package dev.mcpoauth.server.settings;

import dev.mcpoauth.core.Issuer;
import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.server.grant.AssertedSubject;

/**
 * A person as a trusted issuer describes them. Everything was verified but what the claims mean, which is between the
 * issuer and whoever reads them: an {@code email} says what the issuer says.
 *
 * @param issuer who vouches
 * @param subject the {@code sub}, 1 to 255 characters, unique at the issuer or, if there is one, at its {@code tenant}
 * @param claims all of the assertion
 */
public record AssertedIdentity(Issuer issuer, String subject, JsonObject claims) {

    /**
     * The subject that this server uses unless a mapping says otherwise: it stays the same for this issuer, tenant and
     * subject, and is no account's.
     */
    public String stableSubject() {
        return AssertedSubject.of(issuer, claims.string("tenant"), subject);
    }

    /** Without the claims, which are about a person. */
    @Override
    public String toString() {
        return "AssertedIdentity[" + issuer + "]";
    }
}
