package dev.mcpoauth.example.conformance.server;

import static dev.mcpoauth.example.conformance.server.ContentTools.tool;

import dev.mcpoauth.transport.server.McpServer;
import dev.mcpoauth.transport.server.PromptDefinition;
import dev.mcpoauth.transport.server.PromptResult;
import dev.mcpoauth.transport.server.ToolDefinition;
import dev.mcpoauth.transport.server.ToolResult;

/** Tools that change what the server offers. */
final class ChangeTools {

    private static final ToolDefinition PASSING_TOOL = tool("passing_tool", "Comes and goes");
    private static final PromptDefinition PASSING_PROMPT = PromptDefinition.builder("passing_prompt")
            .description("Comes and goes")
            .build();

    private ChangeTools() {}

    static void addTo(McpServer server) {
        server.addTool(tool("test_trigger_tool_change", "Adds a tool and removes it"), (arguments, context) -> {
            server.addTool(PASSING_TOOL, (none, at) -> ToolResult.text("Still here"));
            server.removeTool(PASSING_TOOL.name());
            return ToolResult.text("Changed the list of tools");
        });
        server.addTool(tool("test_trigger_prompt_change", "Adds a prompt and removes it"), (arguments, context) -> {
            server.addPrompt(PASSING_PROMPT, (none, at) -> PromptResult.user("Still here"));
            server.removePrompt(PASSING_PROMPT.name());
            return ToolResult.text("Changed the list of prompts");
        });
        server.addTool(tool("test_touch_resource", "Says that a resource changed"), (arguments, context) -> {
            server.resourceUpdated("test://watched-resource");
            return ToolResult.text("Changed the resource");
        });
    }
}
