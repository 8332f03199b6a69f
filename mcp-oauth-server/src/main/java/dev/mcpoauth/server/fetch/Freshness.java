package dev.mcpoauth.server.fetch;

import dev.mcpoauth.server.settings.FetchSettings;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How long a response is good (RFC 9111 §4.2, §5.2.2), within the bounds of the settings. */
final class Freshness {
    private static final Pattern MAX_AGE = Pattern.compile("(?:^|[,\\s])max-age=\"?(\\d{1,9})");
    private static final Pattern NEVER = Pattern.compile("(?:^|[,\\s])no-(?:store|cache)(?:$|[,\\s])");
    private static final Pattern SECONDS = Pattern.compile("\\d{1,9}");

    private final FetchSettings settings;

    Freshness(FetchSettings settings) {
        this.settings = settings;
    }

    Duration of(DocumentResponse response) {
        Duration said = said(response).orElse(settings.usuallyFresh());
        if (said.compareTo(settings.leastFresh()) < 0) {
            return settings.leastFresh();
        }
        return said.compareTo(settings.mostFresh()) > 0 ? settings.mostFresh() : said;
    }

    private static Optional<Duration> said(DocumentResponse response) {
        String control = response.header("Cache-Control").orElse("").toLowerCase(Locale.ROOT);
        if (NEVER.matcher(control).find()) {
            return Optional.of(Duration.ZERO);
        }
        Matcher maxAge = MAX_AGE.matcher(control);
        return maxAge.find()
                ? Optional.of(
                        Duration.ofSeconds(Long.parseLong(maxAge.group(1))).minus(age(response)))
                : Optional.empty();
    }

    private static Duration age(DocumentResponse response) {
        return response.header("Age")
                .filter(text -> SECONDS.matcher(text).matches())
                .map(text -> Duration.ofSeconds(Long.parseLong(text)))
                .orElse(Duration.ZERO);
    }
}
