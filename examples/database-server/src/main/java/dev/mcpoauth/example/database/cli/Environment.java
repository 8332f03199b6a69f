package dev.mcpoauth.example.database.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Environment variables as flags: {@code DATABASE_SERVER_QUERY_TIME} stands for {@code --query-time}. A flag on the
 * command line wins. A flag that may be repeated takes one value per line.
 */
final class Environment {

    private static final String PREFIX = "DATABASE_SERVER_";

    private final Map<String, String> variables;
    private final List<String> given;

    Environment(Map<String, String> variables, List<String> commandLine) {
        this.variables = variables;
        this.given = commandLine;
    }

    /** The name of the variable for a flag. */
    static String variable(String flag) {
        return PREFIX + flag.substring(2).replace('-', '_').toUpperCase(Locale.ROOT);
    }

    /** The flags that the variables stand for. */
    List<String> flags(List<Setting> settings) {
        List<String> flags = new ArrayList<>();
        for (Setting setting : settings) {
            values(setting.flag(), setting.isRepeatable()).forEach(value -> flags.add(setting.flag() + "=" + value));
        }
        return flags;
    }

    /** Pairs of two flags that belong together, line by line. */
    List<String> pairs(String first, String second) {
        List<String> names = values(first, true);
        List<String> values = values(second, true);
        List<String> flags = new ArrayList<>();
        for (int i = 0; i < Math.max(names.size(), values.size()); i++) {
            if (i < names.size()) flags.add(first + "=" + names.get(i));
            if (i < values.size()) flags.add(second + "=" + values.get(i));
        }
        return flags;
    }

    private List<String> values(String flag, boolean severalLines) {
        String value = variables.get(variable(flag));
        if (value == null || count(flag, given) > 0) return List.of();
        if (!severalLines) return List.of(value);
        return Arrays.stream(value.split("\\R")).filter(line -> !line.isBlank()).toList();
    }

    /** How often these words give a flag. */
    static long count(String flag, List<String> words) {
        return words.stream()
                .filter(word -> word.equals(flag) || word.startsWith(flag + "="))
                .count();
    }
}
