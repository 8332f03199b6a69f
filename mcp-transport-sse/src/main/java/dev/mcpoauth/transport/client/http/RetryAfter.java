package dev.mcpoauth.transport.client.http;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** When a busy server wants to be asked again (RFC 9110 §10.2.3): seconds, or a date. */
final class RetryAfter {

    private static final Duration LONGEST = Duration.ofDays(1);

    private RetryAfter() {}

    /** The wait, never negative; empty if the answer names none that can be read. */
    static Optional<Duration> of(Answer answer, Clock clock) {
        return answer.header("retry-after").map(String::strip).flatMap(text -> parse(text, clock));
    }

    private static Optional<Duration> parse(String text, Clock clock) {
        try {
            Duration wait = text.matches("\\d{1,9}")
                    ? Duration.ofSeconds(Long.parseLong(text))
                    : Duration.between(
                            clock.instant(),
                            ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                                    .toInstant());
            return Optional.of(wait.isNegative() ? Duration.ZERO : wait.compareTo(LONGEST) < 0 ? wait : LONGEST);
        } catch (DateTimeException noDate) {
            return Optional.empty();
        }
    }
}
