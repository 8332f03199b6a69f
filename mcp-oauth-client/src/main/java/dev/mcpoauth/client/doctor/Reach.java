package dev.mcpoauth.client.doctor;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How far the way to a server goes: its name, its addresses, its port.
 *
 * @param addresses what the name resolves to; none if it does not
 * @param refusals why the addresses that were tried take no connection
 * @param connected the address that does; empty if none does
 * @param problem why there are no addresses
 */
record Reach(List<String> addresses, List<String> refusals, String connected, String problem) {
    /** A name with hundreds of addresses is not tried at each. */
    private static final int MOST_ADDRESSES = 4;

    /** Finds the addresses of a host. */
    @FunctionalInterface
    interface Resolver {
        InetAddress[] resolve(String host) throws UnknownHostException;
    }

    static int port(URI uri) {
        return uri.getPort() >= 0 ? uri.getPort() : "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
    }

    /** Without the brackets of an IPv6 address. */
    static String host(URI uri) {
        String host = String.valueOf(uri.getHost());
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    static Reach of(String host, int port, Resolver resolver, Duration patience) throws InterruptedException {
        InetAddress[] found;
        try {
            found = Within.time(patience, "the resolution of the name", () -> resolver.resolve(host));
        } catch (UnknownHostException e) {
            return new Reach(List.of(), List.of(), "", "the name does not resolve");
        } catch (IOException e) {
            return new Reach(List.of(), List.of(), "", Shown.failure(e));
        }
        List<String> refusals = new ArrayList<>();
        for (InetAddress address : List.of(found).subList(0, Math.min(found.length, MOST_ADDRESSES))) {
            try (Socket socket = new Socket(Proxy.NO_PROXY)) {
                socket.connect(new InetSocketAddress(address, port), (int) patience.toMillis());
                return new Reach(texts(found), refusals, address.getHostAddress(), "");
            } catch (IOException e) {
                refusals.add(address.getHostAddress() + ": " + Shown.failure(e));
            }
        }
        return new Reach(texts(found), refusals, "", "");
    }

    private static List<String> texts(InetAddress... addresses) {
        return List.of(addresses).stream().map(InetAddress::getHostAddress).toList();
    }
}
