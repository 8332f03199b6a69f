package dev.mcpoauth.core.challenge;

import dev.mcpoauth.core.challenge.ParseProblem.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Assembles what {@link ChallengeReader} finds into challenges and problems, within the bounds. */
final class ChallengeCollector {
    private static final int LONGEST = 16_384;
    private static final int MOST = 32;

    private final List<Challenge> challenges = new ArrayList<>();
    private final List<ParseProblem> problems = new ArrayList<>();
    private int length;
    private int field;

    private @Nullable String scheme;
    private @Nullable String token68;
    private Map<String, String> parameters = new LinkedHashMap<>();

    void field(int index, String value) {
        field = index;
        if (value.length() > LONGEST - length) {
            problem(Kind.TOO_LONG, 0);
            return;
        }
        length += value.length();
        new ChallengeReader(value, this).read();
        finish();
    }

    /** A scheme starts a challenge and ends the one before. */
    void scheme(String name) {
        finish();
        scheme = name;
    }

    void token68(String text) {
        token68 = text;
    }

    /** Adds a parameter to the open challenge; for one that was dropped already it goes with it. */
    void parameter(String name, String value, int offset) {
        if (scheme == null) {
            return;
        }
        if (token68 != null) {
            drop(Kind.SYNTAX, offset);
        } else if (parameters.putIfAbsent(name.toLowerCase(Locale.ROOT), value) != null) {
            drop(Kind.DUPLICATE_PARAMETER, offset);
        } else if (parameters.size() > MOST) {
            drop(Kind.TOO_MANY, offset);
        }
    }

    /** Records an element that is no part of a challenge; the one before it is complete. */
    void stray(int offset) {
        finish();
        problem(Kind.SYNTAX, offset);
    }

    /** Records the problem and gives up the open challenge, if there is one. */
    void drop(Kind kind, int offset) {
        problem(kind, offset);
        reset();
    }

    private void problem(Kind kind, int offset) {
        if (problems.size() < MOST) {
            problems.add(new ParseProblem(kind, field, offset));
        }
    }

    private void finish() {
        if (scheme != null && challenges.size() == MOST) {
            problem(Kind.TOO_MANY, 0);
        } else if (scheme != null) {
            challenges.add(token68 == null ? Challenge.of(scheme, parameters) : Challenge.ofToken68(scheme, token68));
        }
        reset();
    }

    private void reset() {
        scheme = null;
        token68 = null;
        parameters = new LinkedHashMap<>();
    }

    WwwAuthenticate result() {
        return new WwwAuthenticate(challenges, problems);
    }
}
