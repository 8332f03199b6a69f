package dev.mcpoauth.transport.server;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Matches URIs against RFC 6570 templates of {@code {name}} and {@code {+name}} expressions. */
final class UriTemplate {

    private static final int MAX_URI = 4096;
    private static final Pattern EXPRESSION = Pattern.compile("\\{(\\+?)([A-Za-z0-9_]+)\\}");

    private final String text;
    private final Pattern pattern;
    private final List<String> names;

    private UriTemplate(String text, Pattern pattern, List<String> names) {
        this.text = text;
        this.pattern = pattern;
        this.names = names;
    }

    static UriTemplate parse(String text) {
        StringBuilder regex = new StringBuilder();
        List<String> names = new ArrayList<>();
        Matcher expression = EXPRESSION.matcher(text);
        int from = 0;
        while (expression.find()) {
            literal(text.substring(from, expression.start()), regex);
            // Several expressions in one segment backtrack; MAX_URI bounds what a client can make of it.
            regex.append(expression.group(1).isEmpty() ? "([^/?#]+)" : "(.+)");
            names.add(expression.group(2));
            from = expression.end();
        }
        literal(text.substring(from), regex);
        return new UriTemplate(text, Pattern.compile(regex.toString()), List.copyOf(names));
    }

    private static void literal(String text, StringBuilder regex) {
        if (text.contains("{") || text.contains("}")) {
            throw new IllegalArgumentException("a URI template uses only {name} and {+name} here (RFC 6570)");
        }
        regex.append(Pattern.quote(text));
    }

    String text() {
        return text;
    }

    /** The variables of a URI that matches. */
    Optional<Map<String, String>> match(String uri) {
        if (uri.length() > MAX_URI) return Optional.empty();
        Matcher matcher = pattern.matcher(uri);
        if (!matcher.matches()) return Optional.empty();
        Map<String, String> variables = new LinkedHashMap<>();
        try {
            for (int i = 0; i < names.size(); i++) {
                String raw = matcher.group(i + 1).replace("+", "%2B");
                variables.put(names.get(i), URLDecoder.decode(raw, StandardCharsets.UTF_8));
            }
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // a broken percent escape names nothing
        }
        return Optional.of(variables);
    }
}
