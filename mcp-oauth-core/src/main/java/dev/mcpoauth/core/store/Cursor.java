package dev.mcpoauth.core.store;

/**
 * A place in a listing: the key after which the next page starts. Listings are ordered by key, so that rows inserted
 * meanwhile neither repeat nor hide others (invariant 19).
 *
 * @param after the last key of the page before; empty at the start
 */
public record Cursor(String after) {
    /** Before the first row. */
    public static final Cursor START = new Cursor("");
}
