package dev.mcpoauth.client.bridge.cli;

import dev.mcpoauth.client.http.Loopback;
import java.io.IOException;
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
 * wins, as with curl. A loopback host is never reached through a proxy, nor what {@code NO_PROXY} names. Immutable.
 */
final class EnvironmentProxies extends ProxySelector {
    private final Optional<ProxyAddress> http;
    private final Optional<ProxyAddress> https;
    private final NoProxy exceptions;

    private EnvironmentProxies(Optional<ProxyAddress> http, Optional<ProxyAddress> https, NoProxy exceptions) {
        this.http = http;
        this.https = https;
        this.exceptions = exceptions;
    }

    /** Empty if the environment names no proxy; then what the Java platform is set up with counts. */
    static Optional<EnvironmentProxies> of(Map<String, String> environment) throws Misuse {
        Optional<ProxyAddress> all = proxy("ALL_PROXY", environment);
        Optional<ProxyAddress> http = proxy("HTTP_PROXY", environment).or(() -> all);
        Optional<ProxyAddress> https = proxy("HTTPS_PROXY", environment).or(() -> all);
        if (http.isEmpty() && https.isEmpty()) {
            return Optional.empty();
        }
        NoProxy exceptions = NoProxy.parse(variable("NO_PROXY", environment).orElse(""));
        return Optional.of(new EnvironmentProxies(http, https, exceptions));
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
