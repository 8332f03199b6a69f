package dev.mcpoauth.server.upstream;

import dev.mcpoauth.core.OAuthException;
import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.core.store.StoreException;
import dev.mcpoauth.server.resource.GrantProperties;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;

/**
 * Refreshes the tokens of one grant (RFC 6749 §6), on one node at a time: whoever notes in the properties that it is at it, by
 * compare-and-set, asks the provider, and the others wait for what comes of it. The note ends by itself, should its node.
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
        for (long poll = 0; poll < POLLS; poll++) {
            Optional<KeptTokens> current = properties.read().flatMap(KeptTokens::read);
            if (current.isEmpty() || current.get().refreshToken().isEmpty()) {
                return Optional.empty();
            }
            if (!current.get().isSame(seen)) {
                return current.map(KeptTokens::token);
            }
            if (!current.get().isLeased(clock.instant()) && lease(seen)) {
                return ask(current.get().refreshToken().orElseThrow());
            }
            pause();
        }
        throw new StoreException("another node has been refreshing the tokens of " + seen.provider() + " all the time");
    }

    private boolean lease(KeptTokens seen) {
        Instant now = clock.instant();
        AtomicBoolean own = new AtomicBoolean();
        boolean changed = properties.update(json -> {
            Optional<KeptTokens> free = KeptTokens.read(json)
                    .filter(tokens ->
                            tokens.isSame(seen) && tokens.refreshToken().isPresent())
                    .filter(tokens -> !tokens.isLeased(now));
            own.set(free.isPresent());
            return free.map(tokens -> tokens.leased(now.plus(LEASE)).into(json)).orElse(json);
        });
        return changed && own.get();
    }

    private Optional<UpstreamToken> ask(String refreshToken) {
        JsonObject response;
        try {
            response = client.refresh(refreshToken, clock.instant());
        } catch (StoreException outage) {
            change(KeptTokens::released);
            throw outage;
        } catch (OAuthException refusal) {
            return refused(refusal);
        }
        KeptTokens fresh = KeptTokens.of(client.provider().id(), response, Optional.of(refreshToken), clock.instant());
        return change(old -> fresh) ? Optional.of(fresh.token()) : Optional.empty();
    }

    /** Only a refresh token that is over ends it; everything else can be mended without the person. */
    private Optional<UpstreamToken> refused(OAuthException refusal) {
        if ("invalid_grant".equals(refusal.facts().get("upstream_error"))) {
            change(KeptTokens::ended);
            return Optional.empty();
        }
        change(KeptTokens::released);
        throw new StoreException("the tokens could not be refreshed: " + refusal.facts(), refusal);
    }

    private boolean change(UnaryOperator<KeptTokens> change) {
        return properties.update(json -> KeptTokens.read(json)
                .map(tokens -> change.apply(tokens).into(json))
                .orElse(json));
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
