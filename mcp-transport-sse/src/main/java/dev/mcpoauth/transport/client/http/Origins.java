package dev.mcpoauth.transport.client.http;

import java.net.URI;
import java.util.Locale;

/** Origins as in RFC 6454 §4: scheme, host and port. */
final class Origins {

    private Origins() {}

    static boolean same(URI one, URI other) {
        return of(one).equals(of(other));
    }

    /** Whether requests can be sent there: {@code http} or {@code https} with a host, no user information. */
    static boolean isHttp(URI uri) {
        return uri.getHost() != null
                && uri.getRawUserInfo() == null
                && ("http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme()));
    }

    private static String of(URI uri) {
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        String host = String.valueOf(uri.getHost()).toLowerCase(Locale.ROOT);
        int port = uri.getPort() >= 0 ? uri.getPort() : scheme.equals("https") ? 443 : 80;
        return scheme + "://" + host + ":" + port;
    }
}
