package dev.mcpoauth.client.http;

import java.net.Inet4Address;
import java.net.InetAddress;

/** Addresses that are not globally reachable (RFC 6890 and the IANA special-purpose registries). */
final class PrivateRanges {
    private PrivateRanges() {}

    static boolean contain(InetAddress address) {
        return address.isLoopbackAddress()
                || address.isAnyLocalAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress()
                || (address instanceof Inet4Address
                        ? isSpecialV4(address.getAddress())
                        : isSpecialV6(address.getAddress()));
    }

    private static boolean isSpecialV4(byte[] a) {
        int first = a[0] & 0xFF;
        int second = a[1] & 0xFF;
        return first == 0
                || first >= 240
                || (first == 100 && second >= 64 && second < 128) // RFC 6598, carrier-grade NAT
                || (first == 192 && second == 0 && a[2] == 0)
                || (first == 198 && (second == 18 || second == 19));
    }

    private static boolean isSpecialV6(byte[] a) {
        boolean uniqueLocal = (a[0] & 0xFE) == 0xFC; // RFC 4193
        boolean nat64 = a[0] == 0 && a[1] == 0x64 && (a[2] & 0xFF) == 0xFF && (a[3] & 0xFF) == 0x9B; // RFC 6052
        boolean sixToFour = a[0] == 0x20 && a[1] == 0x02;
        return uniqueLocal || nat64 || sixToFour;
    }
}
