package dev.mcpoauth.client.bridge.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Headers as {@code Name: value} (RFC 9110 §5.1), with {@code ${NAME}} for environment variables in values. */
final class HeaderLines {
    private static final Pattern LINE = Pattern.compile("([!#$%&'*+.^_`|~0-9A-Za-z-]+):\\s*(\\S.*?)\\s*");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)}");

    private HeaderLines() {}

    static Map<String, String> read(List<String> lines, Optional<String> file, Map<String, String> environment)
            throws Misuse {
        List<String> all = new ArrayList<>();
        if (file.isPresent()) {
            all.addAll(lines(Path.of(file.get())));
        }
        all.addAll(lines);
        Map<String, String> headers = new LinkedHashMap<>();
        for (String line : all) {
            Matcher matcher = LINE.matcher(line);
            if (!matcher.matches() || hasControl(matcher.group(2))) {
                throw new Misuse("a header is written \"Name: value\""); // The line may hold a secret.
            }
            headers.put(matcher.group(1), expand(matcher.group(2), environment));
        }
        return headers;
    }

    private static boolean hasControl(String value) {
        return value.chars().anyMatch(Character::isISOControl);
    }

    private static List<String> lines(Path file) throws Misuse {
        try {
            return Files.readAllLines(file).stream()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new Misuse("the header file cannot be read: " + file, e);
        }
    }

    /** A variable that is not set is a mistake: sending its name would send it to a stranger. */
    static String expand(String text, Map<String, String> environment) throws Misuse {
        Matcher matcher = VARIABLE.matcher(text);
        StringBuilder expanded = new StringBuilder();
        while (matcher.find()) {
            String value = environment.get(matcher.group(1));
            if (value == null) {
                throw new Misuse("the environment variable " + matcher.group(1) + " is not set");
            }
            matcher.appendReplacement(expanded, Matcher.quoteReplacement(value));
        }
        return matcher.appendTail(expanded).toString();
    }
}
