package dev.mcpoauth.server.fetch;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one URL: its last good document, and its last failure if that came after it.
 *
 * @param <T> what a document is read as
 */
final class Entry<T> {
    private final @Nullable T document;
    private final String etag;
    private final Instant freshUntil;
    private final Instant staleUntil;
    private final Instant triedAt;
    private final Lookup.@Nullable Failure failure;

    private Entry(
            @Nullable T document,
            String etag,
            Instant freshUntil,
            Instant staleUntil,
            Instant triedAt,
            Lookup.@Nullable Failure failure) {
        this.document = document;
        this.etag = etag;
        this.freshUntil = freshUntil;
        this.staleUntil = staleUntil;
        this.triedAt = triedAt;
        this.failure = failure;
    }

    static <T> Entry<T> good(T document, String etag, Instant now, Duration fresh, Duration stale) {
        Instant end = now.plus(fresh);
        return new Entry<>(document, etag, end, end.plus(stale), now, null);
    }

    /** The first thing known of a URL is a failure. */
    static <T> Entry<T> failed(Lookup.Failure failure, Instant now) {
        return new Entry<>(null, "", now, now, now, failure);
    }

    /** An outage: the document stays for as long as it may be stale. */
    Entry<T> withFailure(Lookup.Failure latest, Instant now) {
        return new Entry<>(document, etag, freshUntil, staleUntil, now, latest);
    }

    Optional<T> document() {
        return Optional.ofNullable(document);
    }

    String etag() {
        return etag;
    }

    Instant triedAt() {
        return triedAt;
    }

    boolean isFresh(Instant now) {
        return document != null && failure == null && freshUntil.isAfter(now);
    }

    /** Whether it is too early to try a URL again that failed. */
    boolean isPausing(Instant now) {
        return failure != null && triedAt.plus(failure.retryAfter()).isAfter(now);
    }

    /** What to answer from this as it stands. */
    Lookup<T> lookup(Instant now) {
        if (document != null && failure == null) {
            return new Lookup.Fresh<>(document);
        }
        Lookup.Failure why = failure == null
                ? new Lookup.Failure(FetchProblem.UNREACHABLE, "nothing is known", Duration.ZERO)
                : remaining(failure, now);
        return document != null && staleUntil.isAfter(now) ? new Lookup.Stale<>(document, why) : new Lookup.None<>(why);
    }

    private Lookup.Failure remaining(Lookup.Failure known, Instant now) {
        Duration left = Duration.between(now, triedAt.plus(known.retryAfter()));
        return new Lookup.Failure(known.problem(), known.detail(), left.isNegative() ? Duration.ZERO : left);
    }
}
