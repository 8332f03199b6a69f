package dev.mcpoauth.client.bridge.cli;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * A proxy that an environment variable names.
 *
 * @param proxy where it is; its name is resolved when a connection is made
 * @param authorization what it wants to be told in {@code Proxy-Authorization} (RFC 9110 §11.7.2)
 */
record ProxyAddress(Proxy proxy, Optional<String> authorization) {
    private static final int DEFAULT_PORT = 80;

    /**
     * Reads {@code http://USER:PASSWORD@HOST:PORT}, of which only the host is needed.
     *
     * @param variable where it comes from, for the message: the text itself may hold a password
     */
    static ProxyAddress parse(String variable, String text) throws Misuse {
        try {
            URI uri = new URI(text.contains("://") ? text.strip() : "http://" + text.strip());
            if (!"http".equalsIgnoreCase(uri.getScheme())) {
                throw new Misuse(variable + " must be an http:// URL: proxies of the kind " + uri.getScheme()
                        + " cannot be used; " + Flag.NO_PROXY.option() + " goes without");
            }
            if (uri.getHost() != null && uri.getPort() <= 65_535) {
                int port = uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort();
                return new ProxyAddress(
                        new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(uri.getHost(), port)),
                        Optional.ofNullable(uri.getUserInfo()).map(ProxyAddress::basic));
            }
        } catch (URISyntaxException unusable) {
            throw new Misuse(variable + " is no URL of a proxy"); // Without the cause, which quotes the text.
        }
        throw new Misuse(variable + " names no proxy: http://HOST:PORT is expected");
    }

    private static String basic(String credentials) {
        String pair = credentials.contains(":") ? credentials : credentials + ":";
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    /** Without the credentials. */
    @Override
    public String toString() {
        return "ProxyAddress[" + proxy.address() + "]";
    }
}
