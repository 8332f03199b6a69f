package dev.mcpoauth.client.doctor;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.List;

/**
 * The proxy that a client goes through.
 *
 * @param host empty if it goes directly
 * @param port its port
 */
record ProxyUse(String host, int port) {

    static ProxyUse of(HttpClient client, URI uri) {
        ProxySelector selector = client.proxy().orElseGet(ProxySelector::getDefault);
        List<Proxy> proxies = selector == null ? List.of() : selector.select(uri);
        return proxies.stream()
                .limit(1)
                .map(Proxy::address)
                .filter(InetSocketAddress.class::isInstance)
                .map(InetSocketAddress.class::cast)
                .map(address -> new ProxyUse(address.getHostString(), address.getPort()))
                .findFirst()
                .orElse(new ProxyUse("", 0));
    }

    boolean isDirect() {
        return host.isEmpty();
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
