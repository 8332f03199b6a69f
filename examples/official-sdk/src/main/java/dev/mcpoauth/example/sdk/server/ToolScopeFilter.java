package dev.mcpoauth.example.sdk.server;

import dev.mcpoauth.core.Scope;
import dev.mcpoauth.server.resource.AccessRefusal;
import dev.mcpoauth.server.resource.AuthenticatedCaller;
import dev.mcpoauth.server.resource.ProtectedResource;
import dev.mcpoauth.server.resource.servlet.BearerFilter;
import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Asks for the scope of the tool that is called, behind the bearer filter. A tool of the SDK can only answer 200; a client
 * steps up on 403 with a challenge. The body is read with the SDK's own parser, so that both see the same tool. Thread-safe.
 */
final class ToolScopeFilter extends HttpFilter {

    private static final long serialVersionUID = 1L;
    private static final int MAX_BODY = 1024 * 1024;

    private final transient ProtectedResource door;
    private final transient Function<String, Scope> required;

    ToolScopeFilter(ProtectedResource door, Function<String, Scope> required) {
        this.door = door;
        this.required = required;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (!request.getMethod().equals("POST")) {
            chain.doFilter(request, response);
            return;
        }
        byte[] body = request.getInputStream().readNBytes(MAX_BODY + 1);
        if (body.length > MAX_BODY) {
            response.setStatus(HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE);
            return;
        }
        Optional<AccessRefusal> refusal = tool(body).flatMap(tool -> check(request, tool));
        if (refusal.isPresent()) {
            BearerFilter.write(refusal.get(), response);
        } else {
            chain.doFilter(new KnownBodyRequest(request, body), response);
        }
    }

    private Optional<AccessRefusal> check(HttpServletRequest request, String tool) {
        AuthenticatedCaller caller = (AuthenticatedCaller) request.getUserPrincipal();
        return door.check(caller, required.apply(tool), "tools/call " + tool);
    }

    /** The tool that is called; empty for anything else, and for what the SDK will not understand either. */
    private static Optional<String> tool(byte[] body) {
        try {
            McpSchema.JSONRPCMessage message = McpSchema.deserializeJsonRpcMessage(
                    McpJsonDefaults.getMapper(), new String(body, StandardCharsets.UTF_8));
            if (message instanceof JSONRPCRequest request
                    && request.method().equals(McpSchema.METHOD_TOOLS_CALL)
                    && request.params() instanceof Map<?, ?> params
                    && params.get("name") instanceof String name) {
                return Optional.of(name);
            }
            return Optional.empty();
        } catch (IOException | IllegalArgumentException notAMessage) {
            return Optional.empty();
        }
    }
}
