package dev.mcpoauth.client.bridge.cli;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/** Finds the name that somebody has probably meant. */
final class Nearest {

    private Nearest() {}

    /** {@code ", did you mean NAME"}, or nothing if no name is near: at most a third of the letters differ. */
    static String hint(String typed, Collection<String> names) {
        String lower = typed.toLowerCase(Locale.ROOT);
        return names.stream()
                .min(Comparator.comparingInt(name -> distance(lower, name.toLowerCase(Locale.ROOT))))
                .filter(name -> distance(lower, name.toLowerCase(Locale.ROOT)) <= Math.max(1, name.length() / 3))
                .map(name -> ", did you mean " + name)
                .orElse("");
    }

    /** How many letters have to be added, taken away or changed (Levenshtein). */
    private static int distance(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int changed = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[to.length()];
    }
}
