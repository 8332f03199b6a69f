package dev.mcpoauth.server.http;

import dev.mcpoauth.server.settings.CorsPolicy;
import java.util.Optional;

/**
 * Lets browser-based clients in (Fetch standard, CORS protocol). Preflights are answered before any authentication, and
 * responses show the headers that a client has to read.
 */
public final class Cors {
    private static final String ALLOWED =
            "Authorization, DPoP, Content-Type, Accept, MCP-Protocol-Version, Mcp-Method, Mcp-Name, Mcp-Session-Id";
    private static final String EXPOSED = "WWW-Authenticate, DPoP-Nonce, Retry-After, X-Correlation-Id";

    private final CorsPolicy policy;

    /** With this policy. */
    public Cors(CorsPolicy policy) {
        this.policy = policy;
    }

    WebResponse preflight(WebRequest request, Route route) {
        String methods = String.join(", ", route.methods());
        WebResponse response = WebResponse.empty(204).with("Allow", methods + ", OPTIONS");
        return allowed(request, route)
                .map(origin -> response.with("Access-Control-Allow-Origin", origin)
                        .with("Access-Control-Allow-Methods", methods)
                        .with("Access-Control-Allow-Headers", ALLOWED)
                        .with("Access-Control-Max-Age", "600")
                        .with("Vary", "Origin"))
                .orElse(response);
    }

    /** Also for requests without Origin: a cached document has to serve scripts as well. */
    WebResponse expose(WebRequest request, Route route, WebResponse response) {
        if (!route.cors()) {
            return response;
        }
        WebResponse varying = response.with("Vary", "Origin");
        return allowed(request, route)
                .map(origin -> varying.with("Access-Control-Allow-Origin", origin)
                        .with("Access-Control-Expose-Headers", EXPOSED))
                .orElse(varying);
    }

    private Optional<String> allowed(WebRequest request, Route route) {
        return route.cors() ? policy.allow(request.header("Origin").orElse("")) : Optional.empty();
    }
}
