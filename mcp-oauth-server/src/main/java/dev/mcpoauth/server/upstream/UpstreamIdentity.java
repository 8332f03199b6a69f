package dev.mcpoauth.server.upstream;

import dev.mcpoauth.core.Issuer;
import dev.mcpoauth.core.json.JsonObject;
import java.time.Instant;
import java.util.Optional;

/**
 * Whom a provider says that somebody is, verified.
 *
 * @param provider the id of the provider in the settings
 * @param issuer its issuer; empty for a plain OAuth server that has none
 * @param subject the provider's identifier of the account: never given to another, at most 255 characters, none invisible
 * @param claims all that the ID token and the userinfo endpoint say. An e-mail address in there may be anybody's, unless the
 *     provider is known to verify it, and may be given to somebody else later
 * @param authenticatedAt when the person really signed in there, if the provider says so
 */
public record UpstreamIdentity(
        String provider,
        Optional<Issuer> issuer,
        String subject,
        JsonObject claims,
        Optional<Instant> authenticatedAt) {

    /** Issuer and subject, without what else is known of a person. */
    @Override
    public String toString() {
        return "UpstreamIdentity[" + provider + " " + subject + "]";
    }
}
