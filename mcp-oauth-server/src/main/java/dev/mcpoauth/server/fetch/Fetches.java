package dev.mcpoauth.server.fetch;

import dev.mcpoauth.server.internal.RateLimiter;
import dev.mcpoauth.server.settings.FetchSettings;
import dev.mcpoauth.server.settings.RateLimits;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * What all fetches of a server share: their limits, and a few threads of their own, because a name service that hangs can not
 * be interrupted and must not take a container's thread with it. The threads end when they are idle.
 */
public final class Fetches {
    private static final String ALL = "all";
    private static final long IDLE_SECONDS = 10;

    private final DocumentSource source;
    private final FetchSettings settings;
    private final FetchListener listener;
    private final RateLimiter perHost;
    private final RateLimiter perServer;
    private final ThreadPoolExecutor threads;

    /** Fetches from this source. */
    public Fetches(DocumentSource source, FetchSettings settings, RateLimits rates, FetchListener listener) {
        this.source = source;
        this.settings = settings;
        this.listener = listener;
        this.perHost = new RateLimiter(settings.perHost(), rates.window(), rates.trackedKeys());
        this.perServer = new RateLimiter(settings.perServer(), rates.window(), 1);
        this.threads = new ThreadPoolExecutor(
                0, settings.concurrent(), IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), Fetches::daemon);
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "mcp-oauth-fetch");
        thread.setDaemon(true);
        return thread;
    }

    DocumentSource source() {
        return source;
    }

    FetchListener listener() {
        return listener;
    }

    FetchSettings settings() {
        return settings;
    }

    /** Runs a fetch, or throws {@link java.util.concurrent.RejectedExecutionException} if too many are under way. */
    Executor threads() {
        return threads;
    }

    /** Counts a fetch from a URL that never gave a document, or says how long it has to wait. */
    Optional<Duration> claim(URI url, Instant now) {
        String host = url.getHost().toLowerCase(Locale.ROOT);
        Optional<Duration> delay = perServer.delay(ALL, now).or(() -> perHost.delay(host, now));
        if (delay.isEmpty()) {
            perServer.count(ALL, now);
            perHost.count(host, now);
        }
        return delay;
    }
}
