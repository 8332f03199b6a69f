package dev.mcpoauth.client.bridge.cli;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The server that is meant.
 *
 * @param url http or https, with a host, without user information and fragment
 * @param callbackPort the port of the redirect URI; 0 for any
 */
record Target(URI url, int callbackPort) {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    static Target of(Invocation invocation) throws Misuse {
        List<String> operands = invocation.operands();
        if (operands.isEmpty() || operands.size() > 2) {
            throw new Misuse("expected a URL, and after it at most a port; --help tells more");
        }
        Target target = new Target(url(operands.get(0)), operands.size() == 2 ? port(operands.get(1)) : 0);
        if (!target.isTrustworthy() && !invocation.has(Flag.ALLOW_HTTP)) {
            throw new Misuse("plain http to another machine shows everything to the network; use https, or "
                    + Flag.ALLOW_HTTP.option() + " if the network is yours");
        }
        return target;
    }

    private static URI url(String text) throws Misuse {
        try {
            URI url = new URI(text);
            String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
            boolean web = scheme.equals("https") || scheme.equals("http");
            if (web && url.getHost() != null && url.getRawUserInfo() == null && url.getRawFragment() == null) {
                return url;
            }
        } catch (URISyntaxException e) {
            throw new Misuse("this is no URL: " + e.getReason(), e);
        }
        throw new Misuse("the URL must begin with https:// and have neither user name nor fragment");
    }

    private static int port(String text) throws Misuse {
        try {
            int port = Integer.parseInt(text);
            if (port > 0 && port < 65_536) {
                return port;
            }
        } catch (NumberFormatException e) {
            throw new Misuse("the callback port must be a number, not " + text, e);
        }
        throw new Misuse("the callback port must be between 1 and 65535, not " + text);
    }

    /** Whether the way to the server keeps a token secret: TLS, or no way at all. */
    boolean isTrustworthy() {
        return "https".equalsIgnoreCase(url.getScheme()) || LOOPBACK.contains(url.getHost());
    }
}
