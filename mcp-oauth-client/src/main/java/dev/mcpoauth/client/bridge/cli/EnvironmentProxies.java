package dev.mcpoauth.client.bridge.cli;

import dev.mcpoauth.client.http.Loopback;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The proxies of {@code HTTPS_PROXY}, {@code HTTP_PROXY} and, for what neither of them says, {@code ALL_PROXY}; lower case
 * wins, as with curl. A loopback host is never reached through a proxy, nor what {@code NO_PROXY} names. An {@code
 * ALL_PROXY} that cannot be used is a mistake only for a URL that needs it. Immutable.
 */
final class EnvironmentProxies extends ProxySelector {
    private static final String ALL_PROXY = "ALL_PROXY";

    /** Takes the place of a proxy that cannot be used, so that nothing goes past it: no name is below it (RFC 6761 §6.4). */
    private static final ProxyAddress NOWHERE = new ProxyAddress(
            new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved("unusable-proxy.invalid", 1)),
            Optional.empty());

    private final Optional<ProxyAddress> http;
    private final Optional<ProxyAddress> https;
    private final NoProxy exceptions;
    private final String allProxy;

    private EnvironmentProxies(
            Optional<ProxyAddress> http, Optional<ProxyAddress> https, NoProxy exceptions, String allProxy) {
        this.http = http;
        this.https = https;
        this.exceptions = exceptions;
        this.allProxy = allProxy;
    }

    /** Empty if the environment names no proxy; then what the Java platform is set up with counts. */
    static Optional<EnvironmentProxies> of(Map<String, String> environment) throws Misuse {
        Optional<ProxyAddress> all = allProxy(environment);
        Optional<ProxyAddress> http = proxy("HTTP_PROXY", environment).or(() -> all);
        Optional<ProxyAddress> https = proxy("HTTPS_PROXY", environment).or(() -> all);
        if (http.isEmpty() && https.isEmpty()) {
            return Optional.empty();
        }
        NoProxy exceptions = NoProxy.parse(variable("NO_PROXY", environment).orElse(""));
        String allProxy = variable(ALL_PROXY, environment).orElse("");
        return Optional.of(new EnvironmentProxies(http, https, exceptions, allProxy));
    }

    private static Optional<ProxyAddress> allProxy(Map<String, String> environment) {
        try {
            return proxy(ALL_PROXY, environment);
        } catch (Misuse unusable) {
            return Optional.of(NOWHERE); // See check.
        }
    }

    /** Refuses a URL for which there is only an {@code ALL_PROXY} that cannot be used. */
    void check(URI uri) throws Misuse {
        if (proxy(uri).equals(Optional.of(NOWHERE))) {
            ProxyAddress.parse(ALL_PROXY, allProxy);
        }
    }

    private static Optional<ProxyAddress> proxy(String name, Map<String, String> environment) throws Misuse {
        Optional<String> text = variable(name, environment);
        return text.isEmpty() ? Optional.empty() : Optional.of(ProxyAddress.parse(name, text.get()));
    }

    private static Optional<String> variable(String name, Map<String, String> environment) {
        return Stream.of(name.toLowerCase(Locale.ROOT), name)
                .map(candidate -> environment.getOrDefault(candidate, ""))
                .filter(value -> !value.isBlank())
                .findFirst();
    }

    @Override
    public List<Proxy> select(URI uri) {
        return List.of(proxy(uri).map(ProxyAddress::proxy).orElse(Proxy.NO_PROXY));
    }

    private Optional<ProxyAddress> proxy(URI uri) {
        boolean direct = Loopback.is(uri.getHost()) || exceptions.covers(uri);
        Optional<ProxyAddress> chosen = "https".equalsIgnoreCase(uri.getScheme()) ? https : http;
        return chosen.filter(proxy -> !direct);
    }

    /** What {@code Proxy-Authorization} says to the proxy on the way to this URL. */
    Optional<String> authorization(URI uri) {
        return proxy(uri).flatMap(ProxyAddress::authorization);
    }

    /** Whether a proxy asks for credentials. */
    boolean hasCredentials() {
        return Stream.of(http, https)
                .flatMap(Optional::stream)
                .anyMatch(proxy -> proxy.authorization().isPresent());
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException failure) {
        // There is no other proxy to try.
    }
}
