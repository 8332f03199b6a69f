package dev.mcpoauth.server.upstream;

import dev.mcpoauth.core.OAuthException;
import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.core.store.StoreException;
import dev.mcpoauth.server.resource.GrantProperties;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * Refreshes the tokens of one grant (RFC 6749 §6), on one node at a time: whoever notes in the properties that it is at it, by
 * compare-and-set, asks the provider, and the others wait for what comes of it. The note ends by itself, should its node; it
 * lasts longer than the exchange may take ({@link UpstreamProviderBuilder#timeout}), before which the provider's metadata is there.
 */
final class TokenRefresh {
    private static final Duration EARLY = Duration.ofSeconds(30);
    private static final Duration LEASE = Duration.ofSeconds(60);
    private static final long POLL_MILLIS = 50;
    private static final long POLLS = LEASE.toMillis() / POLL_MILLIS;

    private final UpstreamClient client;
    private final GrantProperties properties;
    private final Clock clock;

    TokenRefresh(UpstreamClient client, GrantProperties properties, Clock clock) {
        this.client = client;
        this.properties = properties;
        this.clock = clock;
    }

    static boolean isOver(KeptTokens tokens, Instant now) {
        return tokens.expiresAt().filter(end -> !end.minus(EARLY).isAfter(now)).isPresent();
    }

    /** A token other than the one seen; empty if there will be none. */
    Optional<UpstreamToken> run(KeptTokens seen) {
        URI endpoint = client.tokenEndpoint();
        for (long poll = 0; poll < POLLS; poll++) {
            Optional<KeptTokens> current = stored();
            if (current.isEmpty() || !current.get().isSame(seen)) {
                return current.map(KeptTokens::token);
            }
            if (!current.get().isLeased(clock.instant())) {
                Optional<KeptTokens> leased = lease(seen);
                if (leased.isPresent()) {
                    return ask(endpoint, leased.get());
                }
            }
            pause();
        }
        throw new StoreException("another node has been refreshing the tokens of " + seen.provider() + " all the time");
    }

    /** The tokens as they are now, unless they are over for good. */
    private Optional<KeptTokens> stored() {
        return properties
                .read()
                .flatMap(KeptTokens::read)
                .filter(tokens -> tokens.refreshToken().isPresent());
    }

    private Optional<KeptTokens> lease(KeptTokens seen) {
        Instant now = clock.instant();
        return change(
                tokens -> tokens.isSame(seen) && tokens.refreshToken().isPresent() && !tokens.isLeased(now),
                tokens -> tokens.leased(now.plus(LEASE)));
    }

    private Optional<UpstreamToken> ask(URI endpoint, KeptTokens own) {
        String refreshToken = own.refreshToken().orElseThrow();
        JsonObject response;
        try {
            response = client.refresh(endpoint, refreshToken, clock.instant());
        } catch (StoreException outage) {
            change(own::equals, KeptTokens::released);
            throw outage;
        } catch (OAuthException refusal) {
            return refused(own, refusal);
        }
        KeptTokens fresh = KeptTokens.of(client.provider().id(), response, Optional.of(refreshToken), clock.instant());
        return change(own::isSame, old -> fresh).or(this::stored).map(KeptTokens::token);
    }

    /** Only a refresh token that is over ends it; everything else can be mended without the person. */
    private Optional<UpstreamToken> refused(KeptTokens own, OAuthException refusal) {
        if ("invalid_grant".equals(refusal.facts().get("upstream_error"))) {
            change(own::equals, KeptTokens::ended);
            return stored().filter(tokens -> !tokens.isSame(own)).map(KeptTokens::token);
        }
        change(own::equals, KeptTokens::released);
        throw new StoreException("the tokens could not be refreshed: " + refusal.facts(), refusal);
    }

    /**
     * Changes the tokens, if they are still what they are taken for: somebody else may have better ones by now, of another
     * refresh, or a note of their own.
     *
     * @return the tokens after the change; empty if nothing was changed
     */
    private Optional<KeptTokens> change(Predicate<KeptTokens> expected, UnaryOperator<KeptTokens> change) {
        List<KeptTokens> made = new ArrayList<>();
        boolean written = properties.update(json -> {
            Optional<KeptTokens> next = KeptTokens.read(json).filter(expected).map(change);
            made.clear();
            next.ifPresent(made::add);
            return next.map(tokens -> tokens.into(json)).orElse(json);
        });
        return made.stream().filter(tokens -> written).findFirst();
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException("interrupted while another node refreshed tokens", e);
        }
    }
}
