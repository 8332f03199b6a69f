package dev.mcpoauth.transport.servlet;

import dev.mcpoauth.transport.HeaderValue;
import dev.mcpoauth.transport.McpHeaders;
import dev.mcpoauth.transport.ParameterHeaders;
import dev.mcpoauth.transport.ProtocolVersion;
import dev.mcpoauth.transport.internal.serving.StatelessMeta;
import dev.mcpoauth.transport.json.Json;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Request;
import dev.mcpoauth.transport.refusal.Refusal;
import dev.mcpoauth.transport.server.McpServer;
import dev.mcpoauth.transport.server.ToolDefinition;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What must hold before a stateless request is served: its metadata is complete, its revision spoken, and the headers that
 * mirror the body say the same (2026-07-28, Streamable HTTP, "Server Validation").
 */
final class StatelessGate {

    /** Methods whose target is mirrored, and the parameter that names it. */
    private static final Map<String, String> NAMED = Map.of(
            "tools/call", "name",
            "prompts/get", "name",
            "resources/read", "uri",
            "tasks/get", "taskId",
            "tasks/update", "taskId",
            "tasks/cancel", "taskId");

    private final McpServer server;

    StatelessGate(McpServer server) {
        this.server = server;
    }

    /**
     * Checks a request.
     *
     * @param header the value of a header, by name
     * @return the revision to serve it by
     * @throws dev.mcpoauth.transport.refusal.RefusalException if anything is missing or contradicts
     */
    ProtocolVersion check(Request request, Function<String, Optional<String>> header) {
        String claimed = StatelessMeta.claimedVersion(request);
        requireEqual(McpHeaders.PROTOCOL_VERSION, header, claimed);
        ProtocolVersion version = StatelessMeta.version(server, claimed);
        requireEqual(McpHeaders.METHOD, header, request.method());
        StatelessMeta.requireCapabilities(request);
        checkName(request, header);
        if (request.method().equals("tools/call")) checkParameters(request.params(), header);
        return version;
    }

    private static void requireEqual(String name, Function<String, Optional<String>> header, String expected) {
        if (!header.apply(name).equals(Optional.of(expected))) throw Refusal.HEADER_MISMATCH.because(name);
    }

    private static void checkName(Request request, Function<String, Optional<String>> header) {
        String parameter = NAMED.get(request.method());
        if (parameter == null) return;
        Optional<String> expected = request.params().string(parameter);
        // Without the parameter the request fails anyway, with a better reason than this one.
        if (expected.isEmpty()) return;
        Optional<String> actual = header.apply(McpHeaders.NAME).flatMap(HeaderValue::decode);
        if (!actual.equals(expected)) throw Refusal.HEADER_MISMATCH.because(McpHeaders.NAME);
    }

    private void checkParameters(Json params, Function<String, Optional<String>> header) {
        Optional<ToolDefinition> tool = params.string("name").flatMap(server::tool);
        if (tool.isEmpty() || tool.get().headers().isEmpty()) return;
        ParameterHeaders mirrored = tool.get().headers();
        Map<String, String> expected = mirrored.headers(params.get("arguments").orElse(Json.NULL));
        for (String suffix : mirrored.names()) {
            String name = McpHeaders.PARAM_PREFIX + suffix;
            Optional<String> sent = header.apply(name);
            Optional<String> decoded = sent.flatMap(HeaderValue::decode);
            Optional<String> argument = Optional.ofNullable(expected.get(name));
            boolean legible = sent.isEmpty() || decoded.isPresent();
            boolean equal = argument.isEmpty()
                    ? sent.isEmpty()
                    : decoded.filter(value -> ParameterHeaders.same(value, argument.get()))
                            .isPresent();
            if (!legible || !equal) throw Refusal.HEADER_MISMATCH.because(name);
        }
    }
}
