package dev.mcpoauth.client.bridge.cli;

import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.core.json.MalformedJsonException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A program with its arguments in one text: words with blanks between them, {@code "…"} around one that has blanks; or a
 * JSON array of strings, for everything else. No shell reads it: {@code $}, {@code *}, {@code |} and the backslash mean
 * themselves.
 */
final class CommandWords {
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|([^\\s\"]+)");

    private CommandWords() {}

    static List<String> parse(Flag flag, String text) throws Misuse {
        List<String> words = text.strip().startsWith("[") ? array(flag, text) : words(flag, text);
        if (words.isEmpty() || words.get(0).isBlank()) {
            throw new Misuse(flag.option() + " names no program");
        }
        return words;
    }

    private static List<String> array(Flag flag, String text) throws Misuse {
        try {
            return JsonObject.parse("{\"words\":" + text + "}")
                    .strings("words")
                    .orElseThrow(() -> new Misuse(flag.option() + " holds an array of something else than strings"));
        } catch (MalformedJsonException e) {
            throw new Misuse(flag.option() + " begins like a JSON array and is none", e);
        }
    }

    private static List<String> words(Flag flag, String text) throws Misuse {
        List<String> words = new ArrayList<>();
        Matcher matcher = WORD.matcher(text);
        int end = 0;
        while (matcher.find()) {
            boolean apart = matcher.start() == 0 || matcher.start() > end;
            if (!apart || !text.substring(end, matcher.start()).isBlank()) {
                throw new Misuse(flag.option() + " has a quotation mark within a word; use a JSON array");
            }
            words.add(matcher.group(1) == null ? matcher.group(2) : matcher.group(1));
            end = matcher.end();
        }
        if (!text.substring(end).isBlank()) {
            throw new Misuse(flag.option() + " has a quotation mark that is not closed");
        }
        return words;
    }
}
