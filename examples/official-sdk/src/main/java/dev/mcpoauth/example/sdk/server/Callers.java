package dev.mcpoauth.example.sdk.server;

import dev.mcpoauth.server.resource.AuthenticatedCaller;
import io.modelcontextprotocol.common.McpTransportContext;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;

/**
 * Hands the verified caller from the bearer filter to the SDK's tools. They run on threads of a pool, so that nothing bound
 * to the container's thread reaches them; the transport context does.
 */
final class Callers {

    private static final String KEY = AuthenticatedCaller.class.getName();

    private Callers() {}

    /** For {@code contextExtractor}. */
    static McpTransportContext extract(HttpServletRequest request) {
        if (!(request.getUserPrincipal() instanceof AuthenticatedCaller caller)) {
            throw new IllegalStateException("the bearer filter is missing in front of the MCP endpoint");
        }
        return McpTransportContext.create(Map.of(KEY, caller));
    }

    /** Who calls the tool. */
    static AuthenticatedCaller of(McpTransportContext context) {
        return (AuthenticatedCaller) context.get(KEY);
    }
}
