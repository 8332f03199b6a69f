package dev.mcpoauth.client.doctor;

import dev.mcpoauth.client.doctor.Knock.Answer;
import dev.mcpoauth.client.http.HttpReply;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a request without credentials gets. */
final class ServerChecks {
    private static final Duration MOST_SKEW = Duration.ofMinutes(5);

    private static final Rule ANSWER = Rule.of(
            "server.answer",
            "a request without credentials is answered: 401 where a sign-in is needed, MCP where none is",
            "RFC 9110 §15.5.2",
            "Use the URL of the MCP endpoint, not that of a page. If it is right, have the server answer 401 to requests without"
                    + " credentials, and answer them within seconds.");

    private static final Rule REDIRECT = Rule.of(
            "server.redirect",
            "the URL answers itself and does not redirect elsewhere",
            "RFC 9110 §15.4",
            "Use the URL to which it redirects, if you trust it: a client does not take credentials to another origin.");

    private static final Rule CLOCK = Rule.of(
            "server.clock",
            "the clocks of server and client differ by less than five minutes",
            "RFC 9110 §6.6.1",
            "Set the clock that is wrong, best by NTP. Tokens, assertions and DPoP proofs are refused for their time otherwise.");

    static final List<Check> ALL = List.of(
            new Check(REDIRECT, Gates::answered, facts -> redirect(facts.knock())),
            new Check(ANSWER, Gates::connected, facts -> answer(facts.knock())),
            new Check(CLOCK, Gates::answered, ServerChecks::clock));

    private ServerChecks() {}

    static Outcome redirect(Answer answer) {
        if (!answer.elsewhere().isEmpty()) {
            return Outcome.fails("redirects to " + answer.elsewhere());
        }
        return answer.redirects() > 0
                ? Outcome.warns("redirects to " + Shown.url(answer.asked().uri()))
                : Outcome.holds("no redirect");
    }

    static Outcome answer(Answer answer) {
        if (answer.isUnauthorized()) {
            return Outcome.holds("401: a sign-in is needed");
        }
        if (answer.isOpen()) {
            return Outcome.holds(answer.status() + ": the server asks for no sign-in");
        }
        if (!answer.isAnswered()) {
            return Outcome.fails("no answer: " + answer.asked().summary());
        }
        HttpReply reply = answer.asked().reply().orElseThrow();
        String type = reply.header("content-type").orElse("no content type");
        String what = reply.isSuccess() ? "something else than MCP" : "neither 401 nor MCP";
        return Outcome.fails(what + ": " + reply.status() + " with " + type);
    }

    private static Outcome clock(Facts facts) throws InterruptedException {
        Optional<String> date = facts.knock().asked().reply().flatMap(reply -> reply.header("date"));
        Instant ours = facts.heardAt();
        return date.flatMap(ServerChecks::instant)
                .map(theirs -> skew(theirs, ours))
                .orElse(Outcome.skipped("the answer has no date"));
    }

    static Outcome skew(Instant theirs, Instant ours) {
        Duration skew = Duration.between(ours, theirs);
        long seconds = skew.toSeconds();
        return skew.abs().compareTo(MOST_SKEW) > 0
                ? Outcome.warns("the server is " + Math.abs(seconds) + " s " + (seconds > 0 ? "ahead" : "behind"))
                : Outcome.holds("differ by " + Math.abs(seconds) + " s");
    }

    private static Optional<Instant> instant(String date) {
        try {
            return Optional.of(ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME.withLocale(Locale.ROOT))
                    .toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
