package dev.mcpoauth.server.fetch;

import dev.mcpoauth.server.internal.BoundedCache;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Documents of one kind by URL, kept as HTTP says within bounds (RFC 9111). Requests for one URL share one fetch; a URL that
 * failed is left alone for a pause; while a host is down, the last good document serves on for a while. Only good documents
 * are kept (OAuth Client ID Metadata Document §5.2): of a failure, no more than when to try again. Thread-safe.
 *
 * @param <T> what a document is read as
 */
public final class CachedDocuments<T> {
    private static final Duration GRACE = Duration.ofSeconds(1);
    private static final Duration BUSY = Duration.ofSeconds(2);

    private final Fetches fetches;
    private final Clock clock;
    private final ResponseRule<T> rule;
    private final BoundedCache<URI, Entry<T>> entries;
    private final ConcurrentHashMap<URI, CompletableFuture<Lookup<T>>> underWay = new ConcurrentHashMap<>();

    /** Fetches with these limits and reads with this parser. */
    public CachedDocuments(Fetches fetches, DocumentParser<T> parser, Clock clock) {
        this.fetches = fetches;
        this.clock = clock;
        this.rule = new ResponseRule<>(fetches.settings(), parser);
        this.entries = new BoundedCache<>(fetches.settings().remembered());
    }

    /** The document behind a URL with a host; waits for as long as a fetch may take. */
    public Lookup<T> get(URI url) {
        Instant now = clock.instant();
        Optional<Entry<T>> known = entries.get(url);
        boolean settled =
                known.isPresent() && (known.get().isFresh(now) || known.get().isPausing(now));
        return settled ? known.get().lookup(now) : fetch(url, known);
    }

    /** The document fetched again even if it is fresh, because it lacks what it should have; but not too often. */
    public Lookup<T> renewed(URI url) {
        Instant now = clock.instant();
        Optional<Entry<T>> known = entries.get(url);
        boolean tooEarly = known.isPresent()
                && known.get().triedAt().plus(fetches.settings().retryPause()).isAfter(now);
        return tooEarly ? known.get().lookup(now) : fetch(url, known);
    }

    private Lookup<T> fetch(URI url, Optional<Entry<T>> known) {
        Instant now = clock.instant();
        CompletableFuture<Lookup<T>> fetch = underWay.get(url);
        if (fetch == null) {
            boolean isNew = known.flatMap(Entry::document).isEmpty();
            Optional<Duration> delay = isNew ? fetches.claim(url, now) : Optional.empty();
            if (delay.isPresent()) {
                return instead(known, limited("too many fetches in a short time", delay.get()), now);
            }
            try {
                fetch = underWay.computeIfAbsent(url, absent -> start(url, known));
            } catch (RejectedExecutionException tooMany) {
                return instead(known, limited("too many fetches at once", BUSY), now);
            }
        }
        return await(fetch, known, now);
    }

    private static Lookup.Failure limited(String detail, Duration delay) {
        return new Lookup.Failure(FetchProblem.LIMITED, detail, delay);
    }

    private CompletableFuture<Lookup<T>> start(URI url, Optional<Entry<T>> known) {
        CompletableFuture<Lookup<T>> result = new CompletableFuture<>();
        fetches.threads().execute(() -> run(url, known, result));
        return result;
    }

    /** Whoever hears of the result and asks again is to find the entry, and not a fetch that is over. */
    private void run(URI url, Optional<Entry<T>> known, CompletableFuture<Lookup<T>> result) {
        try {
            Lookup<T> loaded = load(url, known);
            underWay.remove(url, result);
            result.complete(loaded);
        } catch (RuntimeException | Error defect) {
            underWay.remove(url, result);
            result.completeExceptionally(defect);
        }
    }

    private Lookup<T> await(CompletableFuture<Lookup<T>> fetch, Optional<Entry<T>> known, Instant now) {
        try {
            return fetch.get(fetches.settings().time().plus(GRACE).toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException hanging) {
            return instead(known, unreachable("the fetch took too long"), now);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return instead(known, unreachable("the wait was interrupted"), now);
        } catch (ExecutionException defect) {
            throw new IllegalStateException("a fetch broke", defect.getCause());
        }
    }

    private Lookup.Failure unreachable(String detail) {
        return new Lookup.Failure(
                FetchProblem.UNREACHABLE, detail, fetches.settings().retryPause());
    }

    /** The older version if there is one that is still good enough. */
    private static <T> Lookup<T> instead(Optional<Entry<T>> known, Lookup.Failure failure, Instant now) {
        return known.<Lookup<T>>map(entry -> entry.withFailure(failure, now).lookup(now))
                .orElseGet(() -> new Lookup.None<>(failure));
    }

    private Lookup<T> load(URI url, Optional<Entry<T>> known) {
        Entry<T> next = tried(url, known);
        entries.put(url, next);
        return next.lookup(clock.instant());
    }

    private Entry<T> tried(URI url, Optional<Entry<T>> known) {
        try {
            Optional<String> etag = known.filter(entry -> entry.document().isPresent())
                    .map(Entry::etag)
                    .filter(text -> !text.isEmpty());
            Entry<T> good = rule.read(url, fetches.source().get(url, etag), known, clock.instant());
            fetches.listener().fetched(url);
            return good;
        } catch (RefusedAddressException e) {
            return Entry.failed(failure(url, FetchProblem.ADDRESS_REFUSED, e), clock.instant());
        } catch (UnusableResponseException e) {
            return Entry.failed(failure(url, FetchProblem.UNUSABLE, e), clock.instant());
        } catch (IOException e) {
            Lookup.Failure outage = failure(url, FetchProblem.UNREACHABLE, e);
            return known.map(entry -> entry.withFailure(outage, clock.instant()))
                    .orElseGet(() -> Entry.failed(outage, clock.instant()));
        }
    }

    private Lookup.Failure failure(URI url, FetchProblem problem, IOException why) {
        fetches.listener().failed(url, problem, why);
        return new Lookup.Failure(
                problem, String.valueOf(why.getMessage()), fetches.settings().retryPause());
    }
}
