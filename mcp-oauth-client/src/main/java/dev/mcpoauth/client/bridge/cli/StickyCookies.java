package dev.mcpoauth.client.bridge.cli;

import java.net.CookieHandler;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Keeps what load balancers use to send a client to the same node each time: the cookies of one origin, at most fifty, in
 * memory, for as long as the process lives. Thread-safe.
 */
final class StickyCookies extends CookieHandler {
    private static final int MOST = 50;

    private final String origin;
    private final Clock clock;
    private final List<Cookie> cookies = new ArrayList<>();

    StickyCookies(URI server, Clock clock) {
        this.origin = origin(server);
        this.clock = clock;
    }

    private static String origin(URI uri) {
        int port = uri.getPort() >= 0 ? uri.getPort() : "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
        return (uri.getScheme() + "://" + uri.getHost() + ":" + port).toLowerCase(Locale.ROOT);
    }

    @Override
    public synchronized Map<String, List<String>> get(URI uri, Map<String, List<String>> headers) {
        Instant now = clock.instant();
        String sent = cookies.stream()
                .filter(cookie -> cookie.isSentTo(uri, now))
                .map(cookie -> cookie.name() + "=" + cookie.value())
                .collect(Collectors.joining("; "));
        boolean none = sent.isEmpty() || !origin(uri).equals(origin);
        return none ? Map.of() : Map.of("Cookie", List.of(sent));
    }

    @Override
    public synchronized void put(URI uri, Map<String, List<String>> headers) {
        if (!origin(uri).equals(origin)) {
            return;
        }
        Instant now = clock.instant();
        headers.forEach((name, values) -> {
            if ("set-cookie".equalsIgnoreCase(name)) {
                values.forEach(value -> Cookie.parse(value, uri, now).ifPresent(cookie -> keep(cookie, now)));
            }
        });
    }

    private void keep(Cookie cookie, Instant now) {
        cookies.removeIf(old -> cookie.replaces(old) || !now.isBefore(old.expires()));
        if (now.isBefore(cookie.expires())) {
            cookies.add(cookie);
        }
        if (cookies.size() > MOST) {
            cookies.remove(0);
        }
    }
}
