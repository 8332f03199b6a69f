package dev.mcpoauth.client.doctor;

import dev.mcpoauth.client.http.HttpCall;
import dev.mcpoauth.client.http.HttpReply;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What a browser would let a page of another origin do, by the answers to it (Fetch, "CORS protocol"). Pure rules. */
final class CrossOrigin {
    /** A page that no server has on a list. */
    static final String PAGE = "https://mcp-oauth-doctor.example";

    private CrossOrigin() {}

    /** The question that a browser asks before the request of a page. */
    static HttpCall preflight(URI uri, String method, List<String> headers) {
        return new HttpCall(
                "OPTIONS",
                uri,
                Map.of(
                        "Origin",
                        PAGE,
                        "Access-Control-Request-Method",
                        method,
                        "Access-Control-Request-Headers",
                        String.join(",", headers)),
                "");
    }

    /** Why a page may not read this answer; empty if it may. */
    static Optional<String> unreadable(HttpReply reply) {
        String allowed = reply.header("access-control-allow-origin").orElse("");
        return allowed.equals("*") || allowed.equals(PAGE)
                ? Optional.empty()
                : Optional.of(allowed.isEmpty() ? "no Access-Control-Allow-Origin" : "allows " + allowed + " only");
    }

    /** Why a browser does not send the request after this answer to the preflight; empty if it does. */
    static Optional<String> refused(HttpReply reply, String method, List<String> headers) {
        if (!reply.isSuccess()) {
            return Optional.of("the preflight is answered " + reply.status());
        }
        Optional<String> unreadable = unreadable(reply);
        if (unreadable.isPresent()) {
            return Optional.of("the preflight has " + unreadable.get());
        }
        List<String> methods = list(reply, "access-control-allow-methods");
        boolean simple = method.equals("GET") || method.equals("POST");
        if (!simple && !methods.contains("*") && !methods.contains(method.toLowerCase(Locale.ROOT))) {
            return Optional.of("the preflight does not allow " + method);
        }
        List<String> allowed = list(reply, "access-control-allow-headers");
        return headers.stream()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .filter(name -> !allowed.contains(name) && !(allowed.contains("*") && !name.equals("authorization")))
                .findFirst()
                .map(name -> "the preflight does not allow the header " + name);
    }

    /** Whether a page sees the header field. */
    static boolean exposes(HttpReply reply, String name) {
        List<String> exposed = list(reply, "access-control-expose-headers");
        return exposed.contains("*") || exposed.contains(name.toLowerCase(Locale.ROOT));
    }

    private static List<String> list(HttpReply reply, String name) {
        return reply.headers(name).stream()
                .flatMap(value -> Arrays.stream(value.split(",", -1)))
                .map(item -> item.trim().toLowerCase(Locale.ROOT))
                .filter(item -> !item.isEmpty())
                .toList();
    }
}
