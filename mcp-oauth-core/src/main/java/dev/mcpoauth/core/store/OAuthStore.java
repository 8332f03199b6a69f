package dev.mcpoauth.core.store;

import java.time.Instant;

/**
 * Everything an authorization server remembers, in facets of a few verbs each.
 *
 * <p>Rules for all facets. Methods block, are safe for concurrent use, and are atomic: they happen or they do not. Every
 * instant that matters is passed in, a store never asks a clock (invariant 20); instants have milliseconds. Something whose
 * {@code expiresAt} is not after {@code now} has expired. No method takes or returns the text of a token (invariant 17).
 * Opaque bytes come back as they went in, from none to 64 KiB at least (invariant 18). Inserting a key that exists is the
 * caller's mistake: {@link IllegalStateException}, and what was there stays. An outage is a {@link StoreException}
 * (invariant 21).
 */
public interface OAuthStore extends AutoCloseable {
    /** The end of 9999: the {@code expiresAt} of what does not expire. */
    Instant NEVER = Instant.parse("9999-12-31T23:59:59.999Z");

    /** What this store promises; constant over its life (invariant 22). */
    StoreCapabilities capabilities();

    /** Registered clients. */
    ClientStore clients();

    /** Grants, each with its family of tokens. */
    GrantStore grants();

    /** Authorization codes. */
    CodeStore codes();

    /** Access and refresh tokens. */
    TokenStore tokens();

    /** Authorization requests that wait for a person. */
    TransactionStore transactions();

    /** Identifiers that may be seen once. */
    ReplayStore replay();

    /**
     * Removes at most {@code batch} rows that can no longer matter at {@code now} (invariant 16): expired access tokens,
     * transactions, replay entries and clients without a live grant (invariant 15); grants past their end, after everything
     * under them; codes and refresh tokens that expired {@link Retention#EVIDENCE} ago, because until then their second use
     * must be recognised. Runs beside traffic, and a later call continues where an earlier one stopped.
     *
     * @throws IllegalArgumentException if {@code batch} is not positive
     */
    PurgeResult purge(Instant now, int batch);

    /** Releases what the store holds. Idempotent; any verb called later throws {@link StoreException} (invariant 21). */
    @Override
    void close();
}
