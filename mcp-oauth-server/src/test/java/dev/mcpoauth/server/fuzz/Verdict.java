package dev.mcpoauth.server.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** What holds of every answer, whatever was asked. */
final class Verdict {
    private static final List<String> OF_A_DEFECT =
            List.of("Exception", "dev.mcpoauth", "java.lang", "java.util", "\tat ", "org.h2", "INSERT INTO", "SELECT ");
    private static final List<String> OF_AN_INJECTION =
            List.of("<fuzz", "<script", "href=\"javascript:", "href=\"data:", "action=\"javascript:");
    private static final List<String> OF_A_PAGE = List.of(
            "Content-Security-Policy: default-src 'none'",
            "Cache-Control: no-store",
            "Referrer-Policy: no-referrer",
            "X-Frame-Options: DENY",
            "X-Content-Type-Options: nosniff");
    private static final Pattern LOOPBACK = Pattern.compile("(http://(?:127\\.[0-9.]+|localhost|\\[::1])):[0-9]+");
    private static final Set<Integer> CORRECT = Set.of(200, 201, 204, 303, 400, 401, 403, 404, 405, 413, 415, 429);

    private Verdict() {}

    /** Path parameters do not count where containers look for a servlet and its filters (Jakarta Servlet §3.5). */
    private static boolean isBehindTheFilter(Sent sent) {
        return sent.path().replaceAll(";[^/]*", "").equals("/mcp");
    }

    /** What is wrong with an answer of the servlet; empty if nothing is. */
    static List<String> of(Sent sent, Answer answer, Set<String> redirects) {
        List<String> problems = new ArrayList<>();
        String text = answer.text();
        if (!CORRECT.contains(answer.status())) {
            problems.add("status " + answer.status());
        }
        OF_A_DEFECT.stream().filter(text::contains).forEach(word -> problems.add("the body says " + word));
        if (!answer.has("X-Correlation-Id", "") && !isBehindTheFilter(sent)) {
            problems.add("no correlation id");
        }
        if (answer.isPage()) {
            page(answer, text, problems);
        } else if (answer.isJson()) {
            require(answer, "X-Content-Type-Options: nosniff", problems);
            require(answer, "Cache-Control: ", problems);
        } else if (answer.body().length > 0) {
            problems.add("a body of no known type");
        }
        byStatus(answer, problems);
        answer.header("Location").ifPresent(location -> destination(answer, location, redirects, problems));
        return problems;
    }

    /** A container refuses by itself what is no HTTP, or nobody's path: with status 4xx, and nothing of ours in it. */
    static boolean isOfTheContainer(Answer answer, Edge through) {
        return through instanceof Wire
                && !answer.has("X-Correlation-Id", "")
                && answer.status() / 100 == 4
                && OF_A_DEFECT.stream().noneMatch(answer.text()::contains);
    }

    private static void require(Answer answer, String line, List<String> problems) {
        String[] pair = line.split(": ", 2);
        if (!answer.has(pair[0], pair[1])) {
            problems.add("no " + line);
        }
    }

    private static void page(Answer answer, String text, List<String> problems) {
        OF_A_PAGE.forEach(line -> require(answer, line, problems));
        if (!answer.header("Content-Security-Policy").orElse("").contains("frame-ancestors 'none'")) {
            problems.add("the page can be framed");
        }
        if (OF_AN_INJECTION.stream().anyMatch(text::contains)) {
            problems.add("the page holds what was sent, unescaped");
        }
        if (answer.has("Access-Control-Allow-Origin", "")) {
            problems.add("other origins may read the page");
        }
    }

    private static void byStatus(Answer answer, List<String> problems) {
        switch (answer.status()) {
            case 405 -> require(answer, "Allow: ", problems);
            case 429 -> require(answer, "Retry-After: ", problems);
            case 303 -> {
                require(answer, "Location: ", problems);
                require(answer, "Cache-Control: no-store", problems);
                require(answer, "Referrer-Policy: no-referrer", problems);
            }
            default -> {}
        }
    }

    private static void destination(Answer answer, String location, Set<String> redirects, List<String> problems) {
        if (answer.status() != 303) {
            problems.add("a Location with status " + answer.status());
        }
        boolean known = location.startsWith(Target.ISSUER + "/authorize/interaction?txn=")
                || location.equals(Target.ISSUER + "/connections")
                || Target.CLIENTS.stream()
                        .anyMatch(client -> place(client.place()).equals(place(location)))
                || redirects.contains(place(location));
        if (!known) {
            problems.add("redirected to " + location);
        }
    }

    /** What of a redirect URI says where it leads: all but the query, and the port on a loopback host. */
    static String place(String uri) {
        String path = LOOPBACK.matcher(uri.split("[?]", 2)[0]).replaceFirst("$1");
        return path.startsWith("http") && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }
}
