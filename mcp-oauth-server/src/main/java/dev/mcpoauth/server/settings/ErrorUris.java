package dev.mcpoauth.server.settings;

import dev.mcpoauth.core.diagnostics.Reason;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where the {@code error_uri} of a refusal leads (RFC 6749 §4.1.2.1, §5.2, RFC 6750 §3): to what {@code docs/reasons.md} says of its reason.
 * Immutable.
 *
 * <p>None by default. Error code and text are the same for all refusals that a stranger must not tell apart, such as a client
 * that does not exist and one whose secret is wrong; the reason tells them apart. Which code was spent, which refresh token is
 * over and which client is known then shows to whoever asks.
 */
public final class ErrorUris {
    /** RFC 6749 §4.1.2.1. */
    private static final Pattern GRAMMAR = Pattern.compile("[\\x21\\x23-\\x5B\\x5D-\\x7E]{1,1000}");

    private static final ErrorUris NONE = new ErrorUris(Optional.empty(), false);

    private final Optional<String> elsewhere;
    private final boolean ownPage;

    private ErrorUris(Optional<String> elsewhere, boolean ownPage) {
        this.elsewhere = elsewhere;
        this.ownPage = ownPage;
    }

    /** No refusal has one. */
    public static ErrorUris none() {
        return NONE;
    }

    /** To a small public page of the authorization server, {@code /reasons} below the issuer. */
    public static ErrorUris ownPage() {
        return new ErrorUris(Optional.empty(), true);
    }

    /**
     * To the operator's own pages.
     *
     * @param prefix what the reason's id is appended to, such as {@code https://help.example/oauth#}: absolute, https, or http on a
     *     loopback host
     * @throws IllegalArgumentException if it is not
     */
    public static ErrorUris startingWith(String prefix) {
        if (!GRAMMAR.matcher(prefix).matches() || !isFitting(URI.create(prefix + "x"))) {
            throw new IllegalArgumentException("error_uri must be an absolute https URL, or http on a loopback host");
        }
        return new ErrorUris(Optional.of(prefix), false);
    }

    private static boolean isFitting(URI uri) {
        boolean loopback = "127.0.0.1".equals(uri.getHost()) || "localhost".equals(uri.getHost());
        return uri.getHost() != null
                && uri.getRawUserInfo() == null
                && ("https".equals(uri.getScheme()) || ("http".equals(uri.getScheme()) && loopback));
    }

    /** Whether the server has the page. */
    public boolean hasOwnPage() {
        return ownPage;
    }

    /**
     * The same for who is not the authorization server, but knows where its page is.
     *
     * @param page the URL of the server's own page
     */
    public ErrorUris at(String page) {
        return ownPage ? new ErrorUris(Optional.of(page + "?id="), false) : this;
    }

    /** The URI for a reason; empty if refusals have none, or one on a page whose URL is not known here: see {@link #at}. */
    public Optional<String> of(Reason reason) {
        return elsewhere.map(prefix -> prefix + reason.id());
    }
}
