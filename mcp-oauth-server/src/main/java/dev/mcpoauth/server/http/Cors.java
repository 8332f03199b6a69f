package dev.mcpoauth.server.http;

import dev.mcpoauth.server.settings.CorsPolicy;
import java.util.Optional;

/**
 * Lets browser-based clients in (Fetch standard, CORS protocol). Preflights are answered before any authentication, and
 * responses show the headers that a client has to read.
 */
public final class Cors {
    private static final String ALLOWED =
            "Authorization, Content-Type, Accept, MCP-Protocol-Version, Mcp-Method, Mcp-Name, Mcp-Session-Id";
    private static final String EXPOSED = "WWW-Authenticate, Retry-After, X-Correlation-Id";

    private final CorsPolicy policy;

    /** With this policy. */
    public Cors(CorsPolicy policy) {
        this.policy = policy;
    }

    WebResponse preflight(WebRequest request, Route route) {
        WebResponse response = WebResponse.empty(204).with("Allow", String.join(", ", route.methods()) + ", OPTIONS");
        Optional<String> origin = allowed(request, route);
        return origin.isEmpty()
                ? response
                : response.with("Access-Control-Allow-Origin", origin.get())
                        .with("Access-Control-Allow-Methods", String.join(", ", route.methods()))
                        .with("Access-Control-Allow-Headers", ALLOWED)
                        .with("Access-Control-Max-Age", "600")
                        .with("Vary", "Origin");
    }

    WebResponse expose(WebRequest request, Route route, WebResponse response) {
        Optional<String> origin = allowed(request, route);
        return origin.isEmpty()
                ? response
                : response.with("Access-Control-Allow-Origin", origin.get())
                        .with("Access-Control-Expose-Headers", EXPOSED)
                        .with("Vary", "Origin");
    }

    private Optional<String> allowed(WebRequest request, Route route) {
        return route.cors() ? request.header("Origin").flatMap(policy::allow) : Optional.empty();
    }
}
