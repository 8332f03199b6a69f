package dev.mcpoauth.server.internal.remote;

import dev.mcpoauth.core.store.StoreException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Turns what went wrong at an issuer into an outage: never into a refusal, upon which clients throw their tokens away. */
public final class Outages {
    /** Every exchange ends before: this is for a defect. */
    private static final long LONGEST_SECONDS = 120;

    private Outages() {}

    /**
     * Waits for a value.
     *
     * @throws StoreException with the cause, if there is none
     */
    public static <T> T await(CompletableFuture<T> pending, String what) {
        try {
            return pending.get(LONGEST_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException(what + ": interrupted", e);
        } catch (ExecutionException e) {
            throw new StoreException(what + ": " + describe(e), cause(e));
        } catch (TimeoutException e) {
            throw new StoreException(what + ": no answer", e);
        }
    }

    /** The text of the innermost failure. */
    static String describe(Throwable failure) {
        Throwable cause = cause(failure);
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }

    /** The innermost failure. */
    static Throwable cause(Throwable failure) {
        Throwable inner = failure;
        while ((inner instanceof CompletionException || inner instanceof ExecutionException)
                && inner.getCause() != null) {
            inner = inner.getCause();
        }
        return inner;
    }
}
