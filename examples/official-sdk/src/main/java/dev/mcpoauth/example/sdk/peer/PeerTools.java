package dev.mcpoauth.example.sdk.peer;

import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpSyncServerExchange;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.CreateMessageRequest;
import io.modelcontextprotocol.spec.McpSchema.ElicitFormRequest;
import io.modelcontextprotocol.spec.McpSchema.ElicitResult;
import io.modelcontextprotocol.spec.McpSchema.LoggingLevel;
import io.modelcontextprotocol.spec.McpSchema.LoggingMessageNotification;
import io.modelcontextprotocol.spec.McpSchema.ProgressNotification;
import io.modelcontextprotocol.spec.McpSchema.SamplingMessage;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The tools of the SDK's server. Those without an exchange are for its stateless server too, which cannot do more. */
final class PeerTools {

    private static final Map<String, Object> NOTHING = Map.of("type", "object");
    private static final Map<String, Object> PERSON = Map.of(
            "type",
            "object",
            "properties",
            Map.of("username", Map.of("type", "string"), "email", Map.of("type", "string")),
            "required",
            List.of("username", "email"));

    private PeerTools() {}

    static void addTo(McpServer.StatelessSyncSpecification server) {
        server.toolCall(tool("test_simple_text"), (context, call) -> simpleText());
        server.toolCall(tool("test_error_handling"), (context, call) -> failure());
    }

    static void addTo(McpServer.SyncSpecification<?> server) {
        server.toolCall(tool("test_simple_text"), (exchange, call) -> simpleText());
        server.toolCall(tool("test_error_handling"), (exchange, call) -> failure());
        server.toolCall(tool("test_tool_with_progress"), PeerTools::progress);
        server.toolCall(tool("test_tool_with_logging"), PeerTools::log);
        server.toolCall(tool("test_elicitation"), PeerTools::elicit);
        server.toolCall(tool("test_sampling"), PeerTools::sample);
        server.toolCall(tool("test_list_roots"), (exchange, call) -> text("Roots: " + exchange.listRoots()));
    }

    static Tool tool(String name) {
        return Tool.builder(name, NOTHING).description("For tests").build();
    }

    static CallToolResult text(String text) {
        return CallToolResult.builder().addTextContent(text).isError(false).build();
    }

    private static CallToolResult simpleText() {
        return text("This is a simple text response for testing.");
    }

    private static CallToolResult failure() {
        return CallToolResult.builder()
                .addTextContent("This tool intentionally returns an error for testing")
                .isError(true)
                .build();
    }

    private static CallToolResult progress(McpSyncServerExchange exchange, CallToolRequest call) {
        for (int done = 0; done <= 100; done += 50) {
            exchange.progressNotification(ProgressNotification.builder(call.progressToken(), done)
                    .total(100.0)
                    .build());
        }
        return text("Reported progress");
    }

    private static CallToolResult log(McpSyncServerExchange exchange, CallToolRequest call) {
        exchange.loggingNotification(LoggingMessageNotification.builder(LoggingLevel.INFO, "Logged by the tool")
                .logger("tools")
                .build());
        return text("Logged");
    }

    private static CallToolResult elicit(McpSyncServerExchange exchange, CallToolRequest call) {
        ElicitResult answer = exchange.createElicitation(
                ElicitFormRequest.builder(argument(call, "message"), PERSON).build());
        return text("User response: action=" + answer.action().name().toLowerCase(Locale.ROOT) + ", content="
                + answer.content());
    }

    private static CallToolResult sample(McpSyncServerExchange exchange, CallToolRequest call) {
        SamplingMessage question = new SamplingMessage(
                McpSchema.Role.USER,
                TextContent.builder(argument(call, "prompt")).build());
        return text("LLM response: "
                + exchange.createMessage(CreateMessageRequest.builder(List.of(question), 100)
                                .build())
                        .content());
    }

    private static String argument(CallToolRequest call, String name) {
        return String.valueOf(call.arguments().get(name));
    }
}
