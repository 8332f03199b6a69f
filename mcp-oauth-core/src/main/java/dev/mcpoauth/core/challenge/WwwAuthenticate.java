package dev.mcpoauth.core.challenge;

import java.util.List;
import java.util.Optional;

/**
 * The challenges of a response, from one or several {@code WWW-Authenticate} fields with one or several challenges each
 * (<a href="https://www.rfc-editor.org/rfc/rfc9110#section-11.6.1">RFC 9110 §11.6.1</a>).
 *
 * <p>A challenge is taken whole or not at all: one that breaks the grammar or repeats a parameter is left out and named
 * in {@link #problems}, and the challenges around it stay. Text that is neither a scheme nor a parameter is named and
 * skipped up to the next comma. Each field is read by itself, so that a broken one can not reach into the next. Parsing takes linear time and never throws on account of the text.
 *
 * @param challenges the well-formed challenges in order
 * @param problems what was left out
 */
public record WwwAuthenticate(List<Challenge> challenges, List<ParseProblem> problems) {

    public WwwAuthenticate {
        challenges = List.copyOf(challenges);
        problems = List.copyOf(problems);
    }

    /** Reads the values of all {@code WWW-Authenticate} fields of a response. */
    public static WwwAuthenticate parse(List<String> fieldValues) {
        ChallengeCollector collector = new ChallengeCollector();
        for (int field = 0; field < fieldValues.size(); field++) {
            collector.field(field, fieldValues.get(field));
        }
        return collector.result();
    }

    /** The first challenge with this scheme, regardless of case. */
    public Optional<Challenge> first(String scheme) {
        return challenges.stream()
                .filter(challenge -> challenge.hasScheme(scheme))
                .findFirst();
    }
}
