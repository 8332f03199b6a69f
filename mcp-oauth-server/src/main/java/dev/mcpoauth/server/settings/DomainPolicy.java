package dev.mcpoauth.server.settings;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Whose client ids may be URLs of metadata documents (OAuth Client ID Metadata Document §8.9), by the host in the URL.
 * Immutable. A domain is written as {@code claude.ai} for that host alone, or {@code *.example.com} for every host below
 * {@code example.com}.
 */
public final class DomainPolicy {
    private static final Pattern DOMAIN = Pattern.compile("(\\*\\.)?[a-z0-9_-]+(\\.[a-z0-9_-]+)*");

    private final boolean any;
    private final Set<String> allowed;
    private final Set<String> denied;

    private DomainPolicy(boolean any, Set<String> allowed, Set<String> denied) {
        this.any = any;
        this.allowed = Set.copyOf(allowed);
        this.denied = Set.copyOf(denied);
    }

    /** Every domain. */
    public static DomainPolicy any() {
        return new DomainPolicy(true, Set.of(), Set.of());
    }

    /** No domain: client ids are no URLs, and the metadata says so. */
    public static DomainPolicy none() {
        return new DomainPolicy(false, Set.of(), Set.of());
    }

    /**
     * These domains only.
     *
     * @throws IllegalArgumentException if one is no domain, such as a URL
     */
    public static DomainPolicy only(String... domains) {
        return new DomainPolicy(false, read(List.of(domains)), Set.of());
    }

    /**
     * The same without these domains.
     *
     * @throws IllegalArgumentException if one is no domain, such as a URL
     */
    public DomainPolicy except(String... domains) {
        Set<String> all =
                Stream.concat(denied.stream(), read(List.of(domains)).stream()).collect(Collectors.toSet());
        return new DomainPolicy(any, allowed, all);
    }

    private static Set<String> read(Collection<String> domains) {
        return domains.stream().map(DomainPolicy::domain).collect(Collectors.toSet());
    }

    private static String domain(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (!DOMAIN.matcher(lower).matches()) {
            throw new IllegalArgumentException("a domain looks like example.com or *.example.com, not " + text);
        }
        return lower;
    }

    /** Whether no domain at all is allowed. */
    public boolean isNone() {
        return !any && allowed.isEmpty();
    }

    /** Whether the host is allowed; a denied domain stays denied whatever else is allowed. */
    public boolean permits(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        return (any || covers(allowed, lower)) && !covers(denied, lower);
    }

    private static boolean covers(Set<String> domains, String host) {
        return domains.stream()
                .anyMatch(one -> one.startsWith("*.") ? host.endsWith(one.substring(1)) : one.equals(host));
    }

    @Override
    public String toString() {
        return "DomainPolicy[" + (any ? "any" : allowed) + (denied.isEmpty() ? "" : " except " + denied) + "]";
    }
}
