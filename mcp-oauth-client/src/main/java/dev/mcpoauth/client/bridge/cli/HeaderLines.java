package dev.mcpoauth.client.bridge.cli;

import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.core.json.MalformedJsonException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Headers as {@code Name: value} (RFC 9110 §5.1), with {@code ${NAME}} for environment variables in values. */
final class HeaderLines {
    private static final Pattern LINE = Pattern.compile("([!#$%&'*+.^_`|~0-9A-Za-z-]+):\\s*(\\S.*?)\\s*");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)}");

    /** What says where a message ends and who it is for; the connection's own business (RFC 9110 §7.6.1). */
    private static final Set<String> OF_THE_CONNECTION =
            Set.of("connection", "content-length", "expect", "host", "te", "trailer", "transfer-encoding", "upgrade");

    private HeaderLines() {}

    static Map<String, String> read(List<String> lines, Optional<String> file, Map<String, String> environment)
            throws Misuse {
        Map<String, String> headers = unexpanded(lines, file);
        for (Map.Entry<String, String> header : headers.entrySet()) {
            header.setValue(value(expand(header.getValue(), environment)));
        }
        return headers;
    }

    /** The same with variables as they are written. */
    static Map<String, String> unexpanded(List<String> lines, Optional<String> file) throws Misuse {
        List<String> all = new ArrayList<>();
        if (file.isPresent()) {
            all.addAll(lines(Path.of(file.get())));
        }
        all.addAll(lines);
        Map<String, String> headers = new LinkedHashMap<>();
        for (String line : all) {
            Matcher header = header(line);
            headers.put(header.group(1), header.group(2));
        }
        return headers;
    }

    /** What a program has printed: such lines, in which a variable is not one, or a JSON object of names and values. */
    static Map<String, String> printed(String text) throws Misuse {
        Map<String, String> headers = new LinkedHashMap<>();
        for (String line :
                text.strip().startsWith("{") ? members(text) : text.lines().toList()) {
            if (!line.isBlank()) {
                Matcher header = header(line.strip());
                headers.put(header.group(1), value(header.group(2)));
            }
        }
        return headers;
    }

    private static List<String> members(String text) throws Misuse {
        try {
            JsonObject json = JsonObject.parse(text);
            return json.names().stream()
                    .map(name -> name + ": " + json.string(name).orElse(""))
                    .toList();
        } catch (MalformedJsonException e) {
            throw new Misuse("this is no JSON object", e);
        }
    }

    private static Matcher header(String line) throws Misuse {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
            throw new Misuse("a header is written \"Name: value\""); // The line may hold a secret.
        }
        if (OF_THE_CONNECTION.contains(matcher.group(1).toLowerCase(Locale.ROOT))) {
            throw new Misuse("the header " + matcher.group(1) + " belongs to the connection and cannot be set");
        }
        return matcher;
    }

    private static String value(String value) throws Misuse {
        if (hasControl(value)) {
            throw new Misuse("a header's value must be one line without control characters");
        }
        return value;
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
