package dev.mcpoauth.server.fetch;

import java.net.Inet4Address;
import java.net.InetAddress;

/**
 * Which addresses are on the public Internet: those that are not in the special-purpose registries (RFC 6890). Addresses
 * that carry another one inside (IPv4-mapped, 6to4, Teredo, NAT64) do not count, because what they lead to is decided
 * elsewhere.
 */
final class PublicAddresses {
    private static final Network[] SPECIAL_V4 = {
        Network.of("0.0.0.0", 8),
        Network.of("10.0.0.0", 8),
        Network.of("100.64.0.0", 10), // shared address space, RFC 6598; some clouds keep their metadata service there
        Network.of("127.0.0.0", 8),
        Network.of("168.63.129.16", 32), // a public number that one cloud uses for its own services
        Network.of("169.254.0.0", 16), // link-local, where most clouds keep their metadata service
        Network.of("172.16.0.0", 12),
        Network.of("192.0.0.0", 24),
        Network.of("192.0.2.0", 24),
        Network.of("192.31.196.0", 24),
        Network.of("192.52.193.0", 24),
        Network.of("192.88.99.0", 24),
        Network.of("192.168.0.0", 16),
        Network.of("192.175.48.0", 24),
        Network.of("198.18.0.0", 15),
        Network.of("198.51.100.0", 24),
        Network.of("203.0.113.0", 24),
        Network.of("224.0.0.0", 4),
        Network.of("240.0.0.0", 4),
    };

    /** Everything else, loopback, link-local, unique local, multicast and NAT64 among it, is refused without a list. */
    private static final Network GLOBAL_V6 = Network.of("2000::", 3);

    private static final Network[] SPECIAL_V6 = {
        Network.of("2001::", 23), // IETF protocol assignments: Teredo, benchmarking, ORCHID and more
        Network.of("2001:db8::", 32),
        Network.of("2002::", 16), // 6to4
        Network.of("2620:4f:8000::", 48),
        Network.of("3fff::", 20),
    };

    private PublicAddresses() {}

    static boolean contain(InetAddress address) {
        byte[] octets = address.getAddress();
        return address instanceof Inet4Address
                ? !isIn(SPECIAL_V4, octets)
                : GLOBAL_V6.contains(octets) && !isIn(SPECIAL_V6, octets);
    }

    private static boolean isIn(Network[] networks, byte[] octets) {
        for (Network network : networks) {
            if (network.contains(octets)) {
                return true;
            }
        }
        return false;
    }
}
