package dev.mcpoauth.server.token;

import dev.mcpoauth.core.Issuer;
import dev.mcpoauth.core.ResourceIndicator;
import dev.mcpoauth.core.diagnostics.Reason;
import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.core.secret.AccessToken;
import dev.mcpoauth.core.secret.TokenHasher;
import dev.mcpoauth.core.store.AccessView;
import dev.mcpoauth.core.store.GrantState;
import dev.mcpoauth.server.grant.GrantSeals;
import dev.mcpoauth.server.resource.AuthenticatedCaller;
import dev.mcpoauth.server.resource.GrantProperties;
import dev.mcpoauth.server.resource.ResourceReasons;
import dev.mcpoauth.server.resource.TokenVerifier;
import dev.mcpoauth.server.resource.Verification;
import dev.mcpoauth.server.settings.AuthorizationServerSettings;
import dev.mcpoauth.server.watch.WatchedStore;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/**
 * Verifies the tokens of this server, for resources in the same process, signed ones as well: a token that the store knows
 * by its hash needs no signature. Token and grant are read at once, so that a revocation on this node counts from the next
 * request on.
 */
public final class StoredTokens implements TokenVerifier {
    private final Issuer issuer;
    private final WatchedStore store;
    private final AccessLookup tokens;
    private final GrantSeals seals;
    private final Payload.Reader payloads = new Payload.Reader();
    private final TokenHasher hasher;
    private final Clock clock;

    /** Looks into this store. */
    public StoredTokens(AuthorizationServerSettings settings, WatchedStore store, Clock clock, SecureRandom random) {
        this.issuer = settings.issuer();
        this.store = store;
        this.seals = new GrantSeals(random);
        this.tokens = new AccessLookup(store, settings.accessTokenCache());
        this.hasher = settings.tokenHasher();
        this.clock = clock;
    }

    @Override
    public Verification verify(String token, ResourceIndicator resource) {
        Instant now = clock.instant();
        Optional<AccessView> found = tokens.find(hasher.hash(token), now);
        if (found.isEmpty()) {
            return new Verification.Inactive(ResourceReasons.TOKEN_UNKNOWN);
        }
        AccessView view = found.get();
        if (!view.isActive(now)) {
            return new Verification.Inactive(why(view));
        }
        Payload payload = payloads.read(view.token().payload());
        if (!payload.terms().covers(resource)) {
            return new Verification.Inactive(ResourceReasons.TOKEN_FOR_OTHER_RESOURCE);
        }
        AuthenticatedCaller caller = new AuthenticatedCaller(
                issuer,
                view.grant().subject(),
                view.token().clientId(),
                payload.terms().scope(),
                view.token().expiresAt(),
                JsonObject.EMPTY,
                properties(token, view));
        return Verification.good(caller, payload.key());
    }

    private GrantProperties properties(String token, AccessView view) {
        return view.grant().sealedProps().size() == 0
                ? GrantProperties.NONE
                : new SealedProperties(store.grants(), seals, AccessToken.parse(token), view, clock);
    }

    private static Reason why(AccessView view) {
        return view.revoked() || view.grant().state() instanceof GrantState.Revoked
                ? ResourceReasons.TOKEN_REVOKED
                : ResourceReasons.TOKEN_EXPIRED;
    }
}
