package dev.mcpoauth.server.fetch;

import java.time.Duration;

/**
 * How looking for a document ended.
 *
 * @param <T> what a document is read as
 */
public sealed interface Lookup<T> {

    /** The document, as fresh as HTTP says it has to be. */
    record Fresh<T>(T document) implements Lookup<T> {}

    /** An older version, because its host does not answer. */
    record Stale<T>(T document, Failure failure) implements Lookup<T> {}

    /** No document. */
    record None<T>(Failure failure) implements Lookup<T> {}

    /**
     * Why there is none, or no fresh one.
     *
     * @param problem the kind
     * @param detail for the operator; of {@link FetchProblem#UNUSABLE} also for the peer
     * @param retryAfter after which time it makes sense to ask again
     */
    record Failure(FetchProblem problem, String detail, Duration retryAfter) {}
}
