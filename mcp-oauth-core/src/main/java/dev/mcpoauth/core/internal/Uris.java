package dev.mcpoauth.core.internal;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the identifier types share about URIs. */
public final class Uris {
    private static final int LONGEST = 2048;
    private static final Pattern LOOPBACK_V4 = Pattern.compile("127(\\.(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)){3}");

    private Uris() {}

    /** Parses an absolute http or https URI with a host; the message names what the text was meant to be. */
    public static URI absolute(String text, String what) {
        URI uri = parse(text, what);
        String scheme = uri.getScheme();
        if (scheme == null || !(scheme.equalsIgnoreCase("https") || scheme.equalsIgnoreCase("http"))) {
            throw new IllegalArgumentException(what + " must be an absolute http or https URI");
        }
        if (uri.getHost() == null || uri.getHost().isEmpty() || uri.getPort() > 65535 || uri.getPort() == 0) {
            throw new IllegalArgumentException(what + " must name a host and, if any, a port from 1 to 65535");
        }
        return uri;
    }

    /** Parses a URI of at most 2048 ASCII characters. */
    public static URI parse(String text, String what) {
        if (text.length() > LONGEST || !isVisibleAscii(text)) {
            throw new IllegalArgumentException(what + " must be a URI of at most 2048 visible ASCII characters");
        }
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(what + " is not a URI: " + e.getReason(), e);
        }
    }

    private static boolean isVisibleAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) <= 0x20 || text.charAt(i) >= 0x7F) {
                return false;
            }
        }
        return true;
    }

    /** Refuses plain http to anything but a loopback host. */
    public static void requireSecure(URI uri, String what) {
        if (!uri.getScheme().equalsIgnoreCase("https") && !isLoopback(uri.getHost())) {
            throw new IllegalArgumentException(what + " must use https, except on a loopback host");
        }
    }

    /** Whether a URI's host text is {@code localhost}, below {@code .localhost}, in 127/8 or {@code [::1]}. */
    public static boolean isLoopback(@Nullable String host) {
        if (host == null) {
            return false;
        }
        String lower = host.toLowerCase(Locale.ROOT);
        return lower.equals("localhost")
                || lower.endsWith(".localhost")
                || lower.equals("[::1]")
                || LOOPBACK_V4.matcher(lower).matches();
    }

    /** Scheme, host and port in lower case without a default port (RFC 6454 §6.2). */
    public static String origin(URI uri) {
        String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        boolean standard = uri.getPort() == -1
                || (scheme.equals("https") && uri.getPort() == 443)
                || (scheme.equals("http") && uri.getPort() == 80);
        return scheme + "://" + uri.getHost().toLowerCase(Locale.ROOT) + (standard ? "" : ":" + uri.getPort());
    }
}
