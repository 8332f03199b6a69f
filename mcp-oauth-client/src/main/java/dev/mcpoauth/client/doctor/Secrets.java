package dev.mcpoauth.client.doctor;

import java.net.URI;
import java.util.Collection;
import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;

/**
 * What was sent and must not be shown: a server may send it back in any text. The longest is taken out first, as one may
 * contain another.
 */
final class Secrets {
    /** Shorter ones would blacken half of what is said, and protect nothing. */
    private static final int SHORTEST = 6;

    /** From here on a segment of a path that has a digit is taken for a key. */
    private static final int SHORTEST_SEGMENT = 16;

    private static final Comparator<String> LONGEST_FIRST =
            Comparator.comparing(String::length).reversed().thenComparing(Comparator.naturalOrder());

    private final Set<String> known = new ConcurrentSkipListSet<>(LONGEST_FIRST);

    /** Remembers header values, and the parts behind their schemes. */
    void add(Collection<String> values) {
        for (String value : values) {
            remember(value);
            remember(value.substring(value.indexOf(' ') + 1));
        }
    }

    /** Remembers what some put into a URL for want of a better place. */
    void addUrl(URI uri) {
        addPath(uri.getRawPath());
        addPath(uri.getPath());
        addQuery(uri);
    }

    private void addPath(String path) {
        for (String segment : path.split("/", -1)) {
            if (segment.length() >= SHORTEST_SEGMENT && segment.chars().anyMatch(Character::isDigit)) {
                remember(segment);
            }
        }
    }

    private void addQuery(URI uri) {
        String query = uri.getRawQuery();
        if (query != null) {
            remember(query);
            for (String parameter : query.split("&", -1)) {
                remember(parameter.substring(parameter.indexOf('=') + 1));
            }
        }
    }

    private void remember(String value) {
        if (value.length() >= SHORTEST) {
            known.add(value);
        }
    }

    String takenOutOf(String text) {
        String shown = text;
        for (String secret : known) {
            shown = shown.replace(secret, "[redacted]");
        }
        return shown;
    }
}
