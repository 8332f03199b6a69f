package dev.mcpoauth.example.database.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A statement whose {@code :name} marks became {@code ?}, with their names in order. A colon in a text, a quoted name, a
 * comment or a {@code ::} cast is no mark.
 */
record NamedMarks(String sql, List<String> names) {

    // What is skipped whole comes first; possessive, so that no input makes the match backtrack.
    private static final Pattern TOKENS = Pattern.compile("""
            '[^']*+' | "[^"]*+" | `[^`]*+` | \\$\\$.*?\\$\\$ | (?:--|//)[^\\n]*+ | /\\*.*?\\*/ | ::
            | :(?<name>[A-Za-z_][A-Za-z0-9_]*+)""", Pattern.COMMENTS | Pattern.DOTALL);

    static NamedMarks in(String sql) {
        List<String> names = new ArrayList<>();
        Matcher matcher = TOKENS.matcher(sql);
        StringBuilder text = new StringBuilder();
        while (matcher.find()) {
            String name = matcher.group("name");
            if (name != null) names.add(name);
            matcher.appendReplacement(text, Matcher.quoteReplacement(name == null ? matcher.group() : "?"));
        }
        return new NamedMarks(matcher.appendTail(text).toString(), List.copyOf(names));
    }
}
