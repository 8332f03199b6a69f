package dev.mcpoauth.server.token;

import static dev.mcpoauth.core.OAuthError.INVALID_TARGET;

import dev.mcpoauth.core.secret.AccessToken;
import dev.mcpoauth.core.store.GrantRecord;
import dev.mcpoauth.server.diagnostics.ServerReasons;
import dev.mcpoauth.server.dpop.JwkThumbprint;
import dev.mcpoauth.server.grant.GrantTerms;
import dev.mcpoauth.server.settings.AuthorizationServerSettings;
import dev.mcpoauth.server.settings.ResourceSettings;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The access tokens of each resource: opaque, or signed. */
final class AccessTokens {
    private final AuthorizationServerSettings settings;
    private final SignedTokens signed;
    private final SecureRandom random;

    AccessTokens(AuthorizationServerSettings settings, SecureRandom random) {
        this.settings = settings;
        this.signed = new SignedTokens(settings.issuer(), settings.keyRing(), random);
        this.random = random;
    }

    /** How long a token is good; for several resources, what the strictest allows. */
    Duration lifetime(GrantTerms terms) {
        return resources(terms).stream()
                .map(settings::accessTokenLifetime)
                .min(Comparator.naturalOrder())
                .orElse(settings.lifetimes().accessToken());
    }

    /**
     * The token. A signed one is for one resource only: whoever receives it could use it at the others, and nobody could
     * tell which scope is meant where (RFC 9068 §3, §5).
     */
    AccessToken issue(GrantRecord grant, GrantTerms terms, Optional<JwkThumbprint> key, Instant now, Instant end) {
        List<ResourceSettings> resources = resources(terms);
        if (resources.stream().noneMatch(one -> one.jwtAlgorithm().isPresent())) {
            return AccessToken.generate(random);
        }
        if (terms.resources().size() > 1) {
            throw INVALID_TARGET
                    .because(ServerReasons.RESOURCE_NOT_ALONE, "ask for a token for one resource at a time")
                    .with("resource", terms.resources());
        }
        return signed.issue(resources.get(0), grant, terms, key, now, end);
    }

    private List<ResourceSettings> resources(GrantTerms terms) {
        return settings.resources().stream()
                .filter(one -> terms.covers(one.identifier()))
                .toList();
    }
}
