package dev.mcpoauth.server.dpop;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The request that a proof has to be for: its method, and its URL without query, after the normalization of RFC 3986 §6.2.2
 * and §6.2.3 (RFC 9449 §4.3).
 *
 * @param method as it was sent
 * @param url normalized
 */
public record ProofTarget(String method, String url) {
    private static final Pattern ENCODED = Pattern.compile("%[0-9A-Fa-f]{2}");

    /**
     * The target of a request.
     *
     * @param server a URL of ours, as the settings have it and never a {@code Host} header
     * @param path the raw path of the request below the same origin
     */
    public static ProofTarget of(String method, URI server, String path) {
        return new ProofTarget(method, origin(server) + normalizedPath(path));
    }

    /** Whether a proof's {@code htu} means this URL; query and fragment do not count. */
    boolean isAt(String htu) {
        try {
            URI uri = new URI(htu);
            String scheme = String.valueOf(uri.getScheme());
            boolean isWeb = scheme.equalsIgnoreCase("https") || scheme.equalsIgnoreCase("http");
            return isWeb
                    && uri.getHost() != null
                    && uri.getRawUserInfo() == null
                    && (origin(uri) + normalizedPath(uri.getRawPath())).equals(url);
        } catch (URISyntaxException notAUrl) {
            return false;
        }
    }

    private static String origin(URI uri) {
        String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        int usual = scheme.equals("https") ? 443 : 80;
        String port = uri.getPort() == -1 || uri.getPort() == usual ? "" : ":" + uri.getPort();
        return scheme + "://" + uri.getHost().toLowerCase(Locale.ROOT) + port;
    }

    private static String normalizedPath(String raw) {
        return withoutDots(ENCODED.matcher(raw).replaceAll(match -> normalized(match.group())));
    }

    /** RFC 3986 §6.2.2.1, §6.2.2.2: capital digits, and none at all for a character that never needs them. */
    private static String normalized(String encoded) {
        char octet = (char) Integer.parseInt(encoded.substring(1), 16);
        boolean unreserved = octet < 0x80 && (Character.isLetterOrDigit(octet) || "-._~".indexOf(octet) >= 0);
        return unreserved ? String.valueOf(octet) : encoded.toUpperCase(Locale.ROOT);
    }

    /** RFC 3986 §5.2.4, for a path that begins with a slash or is empty. */
    private static String withoutDots(String path) {
        Deque<String> kept = new ArrayDeque<>();
        List<String> segments = List.of(path.split("/", -1));
        for (String segment : segments.subList(1, Math.max(1, segments.size()))) {
            if (segment.equals("..")) {
                kept.pollLast();
            } else if (!segment.equals(".")) {
                kept.add(segment);
            }
        }
        String last = segments.get(segments.size() - 1);
        boolean endsOpen = last.equals(".") || last.equals("..");
        return "/" + String.join("/", kept) + (endsOpen && !kept.isEmpty() ? "/" : "");
    }
}
