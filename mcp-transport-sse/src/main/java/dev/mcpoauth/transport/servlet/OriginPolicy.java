package dev.mcpoauth.transport.servlet;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which {@code Host} and {@code Origin} headers are welcome; the defence against DNS rebinding (Streamable HTTP, "Security").
 *
 * <p>A host passes if it is {@code localhost}, an IP address, or listed: a browser that was lured to a rebound name always
 * sends that name. An origin passes if it is listed, on this machine, or the very host that was asked.
 */
final class OriginPolicy {

    private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private final Set<String> hosts;
    private final Set<String> origins;
    private final boolean anyHost;
    /** Clients send the same one all the time. */
    private volatile String lastAllowed = "localhost";

    OriginPolicy(Set<String> hosts, Set<String> origins, boolean anyHost) {
        this.hosts = hosts.stream().map(OriginPolicy::lower).collect(Collectors.toUnmodifiableSet());
        this.origins = origins.stream().map(OriginPolicy::lower).collect(Collectors.toUnmodifiableSet());
        this.anyHost = anyHost;
    }

    /** @param hostHeader {@code host} or {@code host:port} */
    boolean allowsHost(String hostHeader) {
        if (anyHost || hostHeader.equals(lastAllowed)) return true;
        boolean allowed = hostName(hostHeader)
                .filter(host -> isLocalOrAddress(host) || hosts.contains(host) || hosts.contains(lower(hostHeader)))
                .isPresent();
        if (allowed) lastAllowed = hostHeader;
        return allowed;
    }

    boolean allowsOrigin(String origin, String hostHeader) {
        if (origins.contains(lower(origin))) return true;
        try {
            URI uri = new URI(origin);
            String scheme = String.valueOf(uri.getScheme());
            if (uri.getRawAuthority() == null || !(scheme.equals("http") || scheme.equals("https"))) return false;
            boolean loopback = LOOPBACK.contains(lower(String.valueOf(uri.getHost())));
            return loopback || lower(uri.getRawAuthority()).equals(lower(hostHeader));
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static boolean isLocalOrAddress(String host) {
        return LOOPBACK.contains(host)
                || host.startsWith("[")
                || IPV4.matcher(host).matches();
    }

    private static Optional<String> hostName(String hostHeader) {
        try {
            return Optional.ofNullable(new URI("http://" + hostHeader).getHost())
                    .map(OriginPolicy::lower);
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
