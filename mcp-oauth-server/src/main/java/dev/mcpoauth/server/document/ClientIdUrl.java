package dev.mcpoauth.server.document;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;

/**
 * A client identifier URL (OAuth Client ID Metadata Document §3). Two of them are the same client only if they are equal
 * character by character.
 *
 * @param url the URL
 */
record ClientIdUrl(URI url) {

    /** Whether a client id is meant to be one, good or bad. */
    static boolean isMeant(String clientId, boolean alsoPlain) {
        return clientId.startsWith("https://") || (alsoPlain && clientId.startsWith("http://"));
    }

    /** The URL; empty if it breaks a rule of §3, or names a host in a way that not everybody reads alike. */
    static Optional<ClientIdUrl> parse(String clientId) {
        try {
            URI url = new URI(clientId);
            return isAcceptable(url) ? Optional.of(new ClientIdUrl(url)) : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    private static boolean isAcceptable(URI url) {
        return url.getHost() != null
                && !url.getHost().endsWith(".")
                && url.getRawUserInfo() == null
                && url.getRawFragment() == null
                && url.getPort() != 0
                && url.getPort() <= 65535
                && !url.getRawPath().isEmpty()
                && !hasDotSegment(url.getRawPath());
    }

    /** Also percent-encoded, as the host may decode before it looks. */
    private static boolean hasDotSegment(String path) {
        for (String segment : path.toLowerCase(Locale.ROOT).replace("%2e", ".").split("/", -1)) {
            if (segment.equals(".") || segment.equals("..")) {
                return true;
            }
        }
        return false;
    }

    /** The host without port. */
    String host() {
        return url.getHost();
    }
}
