package dev.mcpoauth.core;

import dev.mcpoauth.core.internal.Uris;
import java.net.URI;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/**
 * A redirection endpoint URI (RFC 6749 §3.1.2): absolute, without fragment and user information; https, http on a
 * loopback host (RFC 8252 §7.3) or a private-use scheme (RFC 8252 §7.1). Schemes that a browser would run or read
 * locally are refused, whatever their case.
 *
 * @param value the URI, byte for byte as it was given
 */
public record RedirectUri(String value) {
    private static final Set<String> HOSTILE_SCHEMES = Set.of(
            "javascript",
            "data",
            "vbscript",
            "blob",
            "file",
            "about",
            "filesystem",
            "view-source",
            "jar",
            "ws",
            "wss",
            "ftp",
            "mailto",
            "intent");

    public RedirectUri {
        URI uri = Uris.parse(value, "redirect_uri");
        if (!uri.isAbsolute() || value.indexOf('#') >= 0) {
            throw new IllegalArgumentException("redirect_uri must be absolute and have no fragment (RFC 6749 §3.1.2)");
        }
        if (HOSTILE_SCHEMES.contains(uri.getScheme().toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException("redirect_uri must not use the scheme " + uri.getScheme());
        }
        if (isWeb(uri)) {
            Uris.absolute(value, "redirect_uri");
            Uris.requireSecure(uri, "redirect_uri");
        }
        if (uri.getRawUserInfo() != null || hasAtSign(uri)) {
            throw new IllegalArgumentException("redirect_uri must not have user information");
        }
    }

    /** The URI parsed. */
    public URI uri() {
        return URI.create(value);
    }

    /** Whether this is plain http on a loopback host, where RFC 8252 §7.3 lets the port vary. */
    public boolean isLoopback() {
        URI uri = uri();
        return "http".equalsIgnoreCase(uri.getScheme()) && Uris.isLoopback(uri.getHost());
    }

    /**
     * Whether a requested URI is this registered one: equal character by character or, where both are loopback, equal in
     * host, path (none equals {@code /}) and query with any port (RFC 8252 §7.3; VS Code and Copilot register one port
     * and use another).
     */
    public boolean permits(RedirectUri requested) {
        return value.equals(requested.value)
                || (loopbackShape(requested)
                        && uri().getHost().equalsIgnoreCase(requested.uri().getHost()));
    }

    /**
     * As {@link #permits}, and any loopback host stands for any other: {@code localhost} for {@code 127.0.0.1} and back.
     * A tolerance: another program may listen on the other address.
     */
    public boolean permitsOnAnyLoopbackHost(RedirectUri requested) {
        return value.equals(requested.value) || loopbackShape(requested);
    }

    private boolean loopbackShape(RedirectUri requested) {
        return isLoopback()
                && requested.isLoopback()
                && path(uri()).equals(path(requested.uri()))
                && Objects.equals(uri().getRawQuery(), requested.uri().getRawQuery());
    }

    private static String path(URI uri) {
        String path = uri.getRawPath();
        return path == null || path.isEmpty() ? "/" : path;
    }

    private static boolean isWeb(URI uri) {
        return uri.getScheme().equalsIgnoreCase("http") || uri.getScheme().equalsIgnoreCase("https");
    }

    private static boolean hasAtSign(URI uri) {
        return uri.getRawAuthority() != null && uri.getRawAuthority().indexOf('@') >= 0;
    }

    @Override
    public String toString() {
        return value;
    }
}
