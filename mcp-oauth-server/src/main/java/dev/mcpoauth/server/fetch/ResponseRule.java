package dev.mcpoauth.server.fetch;

import dev.mcpoauth.server.settings.FetchSettings;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What counts as a document: 200 with JSON (OAuth Client ID Metadata Document §4). A host that says it can not at the moment
 * is down; any other status, redirects included, means that the document is not there.
 *
 * @param <T> what a document is read as
 */
final class ResponseRule<T> {
    private static final int OK = 200;
    private static final int NOT_MODIFIED = 304;
    private static final Set<Integer> NOT_NOW = Set.of(408, 421, 425, 429);
    private static final int LONGEST_ETAG = 200;

    private final FetchSettings settings;
    private final DocumentParser<T> parser;
    private final Freshness freshness;

    ResponseRule(FetchSettings settings, DocumentParser<T> parser) {
        this.settings = settings;
        this.parser = parser;
        this.freshness = new Freshness(settings);
    }

    Entry<T> read(URI url, DocumentResponse response, Optional<Entry<T>> known, Instant now) throws IOException {
        int status = response.status();
        if (status >= 500 || NOT_NOW.contains(status)) {
            throw new IOException("HTTP status " + status);
        }
        Optional<T> before = known.flatMap(Entry::document);
        if (status == NOT_MODIFIED && before.isPresent()) {
            return good(response, before.get(), known.get().etag(), now);
        }
        if (status != OK) {
            throw new UnusableResponseException("the document is not there (HTTP status " + status + ")");
        }
        requireJson(response);
        return good(response, parser.parse(url, response.body()), etag(response), now);
    }

    private Entry<T> good(DocumentResponse response, T document, String etag, Instant now) {
        return Entry.good(document, etag, now, freshness.of(response), settings.staleIfError());
    }

    /** What is sent back on a line of its own has to fit one. */
    private static String etag(DocumentResponse response) {
        return response.header("ETag")
                .filter(text -> text.length() <= LONGEST_ETAG && text.chars().allMatch(c -> c > 0x20 && c < 0x7F))
                .orElse("");
    }

    private static void requireJson(DocumentResponse response) throws UnusableResponseException {
        String type = response.header("Content-Type").orElse("");
        int end = type.indexOf(';');
        String media = (end < 0 ? type : type.substring(0, end)).strip().toLowerCase(Locale.ROOT);
        if (!media.equals("application/json") && !(media.startsWith("application/") && media.endsWith("+json"))) {
            throw new UnusableResponseException("the document is not of type application/json");
        }
        String coding = response.header("Content-Encoding").orElse("identity");
        if (!coding.equalsIgnoreCase("identity")) {
            throw new UnusableResponseException("the document has a content coding that was not asked for");
        }
    }
}
