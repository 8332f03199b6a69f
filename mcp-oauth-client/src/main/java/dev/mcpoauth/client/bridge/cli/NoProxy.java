package dev.mcpoauth.client.bridge.cli;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What {@code NO_PROXY} excepts, as curl and Go read it: names separated by commas or blanks, each with all names below
 * it, whether or not it begins with a dot or {@code *.}; addresses, and networks such as {@code 10.0.0.0/8}; a port after
 * a colon; {@code *} for everything. An address is compared with addresses in URLs only: no name is looked up.
 */
final class NoProxy {
    private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|.*:.*:.*");

    private final List<Entry> entries;

    private NoProxy(List<Entry> entries) {
        this.entries = entries;
    }

    static NoProxy parse(String text) {
        return new NoProxy(Arrays.stream(text.split("[,\\s]+"))
                .filter(word -> !word.isEmpty())
                .map(Entry::parse)
                .toList());
    }

    boolean covers(URI uri) {
        String host = bare(uri.getHost());
        int port = uri.getPort() >= 0 ? uri.getPort() : "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
        return entries.stream().anyMatch(entry -> entry.covers(host, port));
    }

    private static String bare(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        return lower.startsWith("[") && lower.endsWith("]") ? lower.substring(1, lower.length() - 1) : lower;
    }

    /**
     * One exception.
     *
     * @param host a name without leading dot, an address, or {@code *}
     * @param bits how many bits of an address count; -1 for a name or the whole address
     * @param port the port; 0 for any
     */
    private record Entry(String host, int bits, int port) {

        static Entry parse(String word) {
            String text = word.toLowerCase(Locale.ROOT);
            int port = 0;
            int colon = text.lastIndexOf(':');
            boolean onlyColon = text.indexOf(':') == colon || text.charAt(colon - 1) == ']';
            if (colon > 0 && onlyColon && text.substring(colon + 1).matches("\\d{1,5}")) {
                port = Integer.parseInt(text.substring(colon + 1));
                text = text.substring(0, colon);
            }
            int slash = text.indexOf('/');
            int bits = slash > 0 && text.substring(slash + 1).matches("\\d{1,3}")
                    ? Integer.parseInt(text.substring(slash + 1))
                    : -1;
            String host = slash > 0 ? text.substring(0, slash) : text;
            return new Entry(bare(host.replaceFirst("^\\*?\\.", "")), bits, port);
        }

        boolean covers(String asked, int askedPort) {
            if (port != 0 && port != askedPort) {
                return false;
            }
            boolean named = host.equals("*") || asked.equals(host) || asked.endsWith("." + host);
            return bits < 0 ? named : ADDRESS.matcher(asked).matches() && hasPrefixOf(asked);
        }

        private boolean hasPrefixOf(String asked) {
            try {
                byte[] network = InetAddress.getByName(host).getAddress();
                byte[] address = InetAddress.getByName(asked).getAddress();
                if (network.length != address.length || bits > network.length * 8) {
                    return false;
                }
                for (int bit = 0; bit < bits; bit++) {
                    if (((network[bit / 8] ^ address[bit / 8]) >> (7 - bit % 8) & 1) != 0) {
                        return false;
                    }
                }
                return true;
            } catch (UnknownHostException noAddress) {
                return false;
            }
        }
    }
}
