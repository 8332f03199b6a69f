package dev.mcpoauth.server.authorize;

import dev.mcpoauth.core.diagnostics.Decision;
import dev.mcpoauth.core.store.StoreException;
import dev.mcpoauth.server.diagnostics.ServerReasons;
import dev.mcpoauth.server.http.Exchange;
import dev.mcpoauth.server.http.WebResponse;
import dev.mcpoauth.server.internal.RateLimiter;
import dev.mcpoauth.server.login.ProviderView;
import dev.mcpoauth.server.settings.RateLimits;
import dev.mcpoauth.server.upstream.UpstreamAttempt;
import dev.mcpoauth.server.upstream.UpstreamClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/** Sends people to external providers to sign in, when they press the button, never by itself: no answer leads into a loop. */
final class UpstreamSignIns {
    private static final String RETRY_SECONDS = "5";

    private final List<UpstreamClient> clients;
    private final ConcurrentHashMap<String, Semaphore> slots = new ConcurrentHashMap<>();
    private final int concurrent;
    private final UpstreamAttempts attempts;
    private final RateLimiter begun;
    private final Views views;

    UpstreamSignIns(Interaction interaction, List<UpstreamClient> clients, UpstreamAttempts attempts) {
        this.clients = List.copyOf(clients);
        this.attempts = attempts;
        RateLimits rates = interaction.settings().rateLimits();
        this.concurrent = rates.concurrentLogins();
        this.begun = new RateLimiter(rates.loginFailures(), rates.window(), rates.trackedKeys());
        this.views = new Views(interaction);
    }

    Optional<UpstreamClient> find(String provider) {
        return clients.stream()
                .filter(client -> client.provider().id().equals(provider))
                .findFirst();
    }

    UpstreamAttempts attempts() {
        return attempts;
    }

    static List<ProviderView> shown(List<UpstreamClient> clients) {
        return clients.stream()
                .map(client -> new ProviderView(
                        client.provider().id(), client.provider().name()))
                .toList();
    }

    WebResponse begin(Exchange exchange, PendingRequest pending, UpstreamClient client) {
        String key = pending.record().id().encoded();
        Optional<Duration> delay = begun.delay(key, exchange.now());
        if (delay.isPresent()) {
            return limited(exchange, pending, client, "Too many attempts. Please wait a little.", delay.get());
        }
        Semaphore free = slots.computeIfAbsent(client.provider().id(), id -> new Semaphore(concurrent));
        if (!free.tryAcquire()) {
            return busy(exchange, pending, client);
        }
        try {
            begun.count(key, exchange.now());
            return leave(exchange, pending, client);
        } finally {
            free.release();
        }
    }

    /** May wait for the provider's metadata with a thread of the container. */
    private WebResponse leave(Exchange exchange, PendingRequest pending, UpstreamClient client) {
        UpstreamAttempt attempt = attempts.begin(pending, client.provider().id(), exchange.now());
        String url;
        try {
            url = client.authorizationUrl(
                    attempt, pending.upstreamPrompt(), pending.request().loginHint());
        } catch (StoreException outage) {
            return unreachable(exchange, pending, client, outage);
        }
        exchange.report(Decision.PERMITTED, ServerReasons.UPSTREAM_BEGUN, facts(pending, client));
        return WebResponse.seeOther(url);
    }

    /** Those before wait for the provider, each with a thread of the container. */
    WebResponse busy(Exchange exchange, PendingRequest pending, UpstreamClient client) {
        return limited(exchange, pending, client, "Too many people are signing in. Please try again.", Duration.ZERO);
    }

    private WebResponse limited(
            Exchange exchange, PendingRequest pending, UpstreamClient client, String text, Duration delay) {
        exchange.report(Decision.REFUSED, ServerReasons.UPSTREAM_RATE_LIMITED, facts(pending, client));
        return views.current(exchange, pending, 429, text).with("Retry-After", String.valueOf(delay.toSeconds() + 1));
    }

    /** The request waits on, so that the person can try again or sign in in another way. */
    WebResponse unreachable(Exchange exchange, PendingRequest pending, UpstreamClient client, StoreException outage) {
        exchange.failed(ServerReasons.UPSTREAM_UNREACHABLE, outage);
        return views.current(
                        exchange,
                        pending,
                        503,
                        client.provider().name() + " can not be reached at the moment. Please try again.")
                .with("Retry-After", RETRY_SECONDS);
    }

    static Map<String, String> facts(PendingRequest pending, UpstreamClient client) {
        return Map.of(
                "client_id",
                pending.request().clientId(),
                "upstream",
                client.provider().id());
    }
}
