package dev.mcpoauth.transport.server;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
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
    private final List<Part> parts;

    private UriTemplate(String text, List<Part> parts) {
        this.text = text;
        this.parts = parts;
    }

    static UriTemplate parse(String text) {
        List<Part> parts = new ArrayList<>();
        Matcher expression = EXPRESSION.matcher(text);
        int from = 0;
        while (expression.find()) {
            parts.add(literal(text.substring(from, expression.start())));
            parts.add(new Expression(expression.group(2), expression.group(1).isEmpty() ? "/?#" : ""));
            from = expression.end();
        }
        parts.add(literal(text.substring(from)));
        return new UriTemplate(text, List.copyOf(parts));
    }

    private static Part literal(String text) {
        if (text.contains("{") || text.contains("}")) {
            throw new IllegalArgumentException("a URI template uses only {name} and {+name} here (RFC 6570)");
        }
        return new Literal(text);
    }

    private sealed interface Part {

        /**
         * Tells for each position in the URI where this part ends if it begins there and the rest matches as well.
         *
         * @param next the same for the part that follows
         */
        int[] ends(String uri, int[] next);
    }

    private record Literal(String text) implements Part {
        @Override
        public int[] ends(String uri, int[] next) {
            int[] ends = nowhere(uri);
            for (int i = 0; i + text.length() <= uri.length(); i++) {
                if (next[i + text.length()] >= 0 && uri.startsWith(text, i)) ends[i] = i + text.length();
            }
            return ends;
        }
    }

    private record Expression(String name, String forbidden) implements Part {
        @Override
        public int[] ends(String uri, int[] next) {
            int[] ends = nowhere(uri);
            for (int i = uri.length() - 1; i >= 0; i--) {
                if (forbidden.indexOf(uri.charAt(i)) >= 0) continue;
                if (ends[i + 1] >= 0) ends[i] = ends[i + 1];
                else if (next[i + 1] >= 0) ends[i] = i + 1;
            }
            return ends;
        }
    }

    private static int[] nowhere(String uri) {
        int[] ends = new int[uri.length() + 1];
        Arrays.fill(ends, -1);
        return ends;
    }

    String text() {
        return text;
    }

    /** The variables of a URI that matches. */
    Optional<Map<String, String>> match(String uri) {
        if (uri.length() > MAX_URI) return Optional.empty();
        int[][] ends = ends(uri);
        if (ends[0][0] < 0) return Optional.empty();
        Map<String, String> variables = new LinkedHashMap<>();
        try {
            int at = 0;
            for (int i = 0; i < parts.size(); i++) {
                int end = ends[i][at];
                if (parts.get(i) instanceof Expression e) variables.put(e.name(), decode(uri.substring(at, end)));
                at = end;
            }
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // a broken percent escape names nothing
        }
        return Optional.of(variables);
    }

    // From the last part to the first, each in one pass: no URI makes this backtrack, as it would a regular expression.
    private int[][] ends(String uri) {
        int[][] ends = new int[parts.size() + 1][];
        ends[parts.size()] = nowhere(uri);
        ends[parts.size()][uri.length()] = uri.length();
        for (int i = parts.size() - 1; i >= 0; i--) ends[i] = parts.get(i).ends(uri, ends[i + 1]);
        return ends;
    }

    private static String decode(String raw) {
        return URLDecoder.decode(raw.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
