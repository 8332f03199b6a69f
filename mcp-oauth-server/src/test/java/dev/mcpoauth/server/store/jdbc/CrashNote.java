package dev.mcpoauth.server.store.jdbc;

import dev.mcpoauth.core.secret.TokenHash;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * That something was asked of the store, or was told to be done; as one line between processes.
 *
 * @param isTold false if it was asked only
 * @param verb what
 * @param keys of what
 */
record CrashNote(boolean isTold, String verb, List<String> keys) {
    private static final String TOLD = "told";

    static CrashNote asked(String verb, String... keys) {
        return new CrashNote(false, verb, List.of(keys));
    }

    static CrashNote told(String verb, String... keys) {
        return new CrashNote(true, verb, List.of(keys));
    }

    static CrashNote asked(Transition transition) {
        return transition instanceof Redemption redemption ? asked(redemption) : asked((Rotation) transition);
    }

    private static CrashNote asked(Redemption r) {
        return asked(
                "redeemed",
                r.grant(),
                r.code().encoded(),
                r.access().encoded(),
                r.refresh().encoded());
    }

    private static CrashNote asked(Rotation r) {
        return asked(
                "rotated",
                r.grant(),
                String.valueOf(r.generation()),
                r.presented().encoded(),
                r.access().encoded(),
                r.refresh().encoded());
    }

    static CrashNote told(Transition transition) {
        return asked(transition).told();
    }

    /** What the answer to this question would be noted as. */
    CrashNote told() {
        return new CrashNote(true, verb, keys);
    }

    Redemption redemption() {
        return new Redemption(keys.get(0), hash(1), hash(2), hash(3));
    }

    Rotation rotation() {
        return new Rotation(keys.get(0), Integer.parseInt(keys.get(1)), hash(2), hash(3), hash(4));
    }

    TokenHash hash(int index) {
        return TokenHash.parse(keys.get(index));
    }

    /** Ends with a full stop, so that a line that a kill cut short is noticed. */
    String line() {
        List<String> words = new ArrayList<>(List.of(isTold ? TOLD : "asked", verb));
        words.addAll(keys);
        words.add(".");
        return String.join(" ", words);
    }

    static Optional<CrashNote> parse(String line) {
        List<String> words = Arrays.asList(line.split(" ", -1));
        if (words.size() < 4 || !words.get(words.size() - 1).equals(".")) {
            return Optional.empty();
        }
        return Optional.of(new CrashNote(
                words.get(0).equals(TOLD), words.get(1), List.copyOf(words.subList(2, words.size() - 1))));
    }
}
