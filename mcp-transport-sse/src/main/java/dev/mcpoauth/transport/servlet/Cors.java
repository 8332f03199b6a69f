package dev.mcpoauth.transport.servlet;

import dev.mcpoauth.transport.McpHeaders;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What a browser needs to know before its pages may talk to this server (Fetch, "CORS protocol"). */
final class Cors {

    private static final List<String> REQUEST_HEADERS = List.of(
            "Authorization",
            "DPoP",
            "Content-Type",
            "Accept",
            McpHeaders.PROTOCOL_VERSION,
            McpHeaders.SESSION_ID,
            McpHeaders.METHOD,
            McpHeaders.NAME,
            McpHeaders.LAST_EVENT_ID);
    private static final String EXPOSED =
            "WWW-Authenticate, DPoP-Nonce, " + McpHeaders.SESSION_ID + ", X-Correlation-Id, Retry-After";

    private Cors() {}

    /** Marks an answer to a page whose origin has been allowed. */
    static void mark(HttpServletResponse response, String origin) {
        response.setHeader("Access-Control-Allow-Origin", origin);
        response.setHeader("Access-Control-Expose-Headers", EXPOSED);
        response.addHeader("Vary", "Origin");
    }

    static void preflight(HttpServletRequest request, HttpServletResponse response) {
        response.setStatus(HttpServletResponse.SC_NO_CONTENT);
        response.setHeader("Allow", McpServlet.ALLOW);
        if (request.getHeader("Access-Control-Request-Method") == null) return;
        response.setHeader("Access-Control-Allow-Methods", McpServlet.ALLOW);
        response.setHeader("Access-Control-Allow-Headers", String.join(", ", allowed(request)));
        response.setHeader("Access-Control-Max-Age", "7200");
    }

    // Mirrored arguments have names of their own, so those are allowed as they are asked for.
    private static List<String> allowed(HttpServletRequest request) {
        List<String> allowed = new ArrayList<>(REQUEST_HEADERS);
        String asked = String.valueOf(request.getHeader("Access-Control-Request-Headers"));
        Arrays.stream(asked.split(",", -1))
                .map(String::trim)
                .filter(name -> name.toLowerCase(Locale.ROOT).matches("mcp-param-[!#$%&'*+.^_`|~0-9a-z-]{1,100}"))
                .limit(50)
                .forEach(allowed::add);
        return allowed;
    }
}
