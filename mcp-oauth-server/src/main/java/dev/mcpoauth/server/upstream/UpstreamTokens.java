package dev.mcpoauth.server.upstream;

import dev.mcpoauth.core.secret.TokenHasher;
import dev.mcpoauth.core.store.StoreException;
import dev.mcpoauth.server.internal.remote.Outages;
import dev.mcpoauth.server.resource.AuthenticatedCaller;
import dev.mcpoauth.server.resource.GrantProperties;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The provider's tokens of people who signed in there, for tools that call services behind it; where {@link
 * UpstreamProviderBuilder#keepTokens} says so. They are in the sealed properties of the grant, so that only a call with a live
 * token of ours reaches them. One that is over is refreshed, once however many calls want it, on whichever nodes: providers
 * take a second use of a refresh token for theft. Thread-safe; a call may wait for the provider.
 */
public final class UpstreamTokens {
    private final List<UpstreamClient> clients;
    private final Clock clock;
    private final ConcurrentHashMap<String, CompletableFuture<Optional<UpstreamToken>>> underWay =
            new ConcurrentHashMap<>();

    /** The tokens of these providers. */
    public UpstreamTokens(List<UpstreamClient> clients, Clock clock) {
        this.clients = List.copyOf(clients);
        this.clock = clock;
    }

    /**
     * A token that is good for half a minute at least. Empty if there is none: the sign-in was elsewhere or brought none, or the
     * provider wants the person to sign in again.
     *
     * @throws StoreException if the provider does not answer, or the store
     */
    public Optional<UpstreamToken> of(AuthenticatedCaller caller) {
        Optional<KeptTokens> kept = read(caller.properties());
        return kept.isPresent() && TokenRefresh.isOver(kept.get(), clock.instant())
                ? refreshed(caller.properties(), kept.get())
                : kept.map(KeptTokens::token);
    }

    /**
     * Another token, after a service refused this one before its end; the one that is there, if it is another by now.
     *
     * @throws StoreException if the provider does not answer, or the store
     */
    public Optional<UpstreamToken> renew(AuthenticatedCaller caller, UpstreamToken refused) {
        Optional<KeptTokens> kept = read(caller.properties());
        return kept.isPresent() && kept.get().accessToken().equals(refused.reveal())
                ? refreshed(caller.properties(), kept.get())
                : of(caller);
    }

    private static Optional<KeptTokens> read(GrantProperties properties) {
        return properties.read().flatMap(KeptTokens::read);
    }

    private Optional<UpstreamToken> refreshed(GrantProperties properties, KeptTokens seen) {
        Optional<UpstreamClient> client = clients.stream()
                .filter(one -> one.provider().id().equals(seen.provider()))
                .findFirst();
        return client.isPresent() && seen.refreshToken().isPresent()
                ? together(seen, new TokenRefresh(client.get(), properties, clock))
                : Optional.empty();
    }

    /** One refresh of a token at a time in this process; whoever comes meanwhile has part in it. */
    private Optional<UpstreamToken> together(KeptTokens seen, TokenRefresh refresh) {
        String key =
                TokenHasher.sha256().hash(seen.refreshToken().orElseThrow()).encoded();
        CompletableFuture<Optional<UpstreamToken>> own = new CompletableFuture<>();
        CompletableFuture<Optional<UpstreamToken>> first = underWay.putIfAbsent(key, own);
        if (first != null) {
            return Outages.await(first, "the tokens of " + seen.provider());
        }
        try {
            own.complete(refresh.run(seen));
        } catch (RuntimeException e) {
            own.completeExceptionally(e);
            throw e;
        } finally {
            underWay.remove(key, own);
        }
        return own.join();
    }
}
