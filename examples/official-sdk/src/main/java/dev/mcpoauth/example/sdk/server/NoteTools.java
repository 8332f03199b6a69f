package dev.mcpoauth.example.sdk.server;

import dev.mcpoauth.core.Scope;
import dev.mcpoauth.server.resource.AuthenticatedCaller;
import io.modelcontextprotocol.common.McpTransportContext;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;

/** One note per person, as tools: the same functions for servers with sessions and without. */
final class NoteTools {

    static final Scope READ = Scope.of("notes:read");
    static final Scope ALL = Scope.of("notes:read", "notes:write");

    private static final Map<String, Object> NOTHING = Map.of("type", "object");
    private static final Map<String, Object> TEXT = Map.of(
            "type", "object", "properties", Map.of("text", Map.of("type", "string")), "required", List.of("text"));

    private final Map<String, String> notes = new ConcurrentHashMap<>();
    private final Map<Tool, BiFunction<AuthenticatedCaller, CallToolRequest, String>> tools = Map.of(
            Tool.builder("whoami", NOTHING).description("Says who calls").build(),
            (caller, call) -> caller.subject() + " " + caller.scope(),
            Tool.builder("read_note", NOTHING).description("Reads your note").build(),
            (caller, call) -> notes.getOrDefault(caller.subject(), "(no note)"),
            Tool.builder("write_note", TEXT).description("Writes your note").build(),
            (caller, call) -> {
                notes.put(caller.subject(), String.valueOf(call.arguments().get("text")));
                return "written";
            });

    /** What a call of this tool needs. */
    static Scope required(String tool) {
        return tool.equals("write_note") ? ALL : READ;
    }

    void addTo(McpServer.SyncSpecification<?> server) {
        tools.forEach((tool, function) ->
                server.toolCall(tool, (exchange, call) -> result(exchange.transportContext(), call, function)));
    }

    void addTo(McpServer.StatelessSyncSpecification server) {
        tools.forEach((tool, function) -> server.toolCall(tool, (context, call) -> result(context, call, function)));
    }

    private static CallToolResult result(
            McpTransportContext context,
            CallToolRequest call,
            BiFunction<AuthenticatedCaller, CallToolRequest, String> function) {
        String text = function.apply(Callers.of(context), call);
        return CallToolResult.builder().addTextContent(text).isError(false).build();
    }
}
