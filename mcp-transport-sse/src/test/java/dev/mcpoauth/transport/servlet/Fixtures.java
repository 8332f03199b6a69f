package dev.mcpoauth.transport.servlet;

import dev.mcpoauth.transport.json.Json;
import dev.mcpoauth.transport.server.Answers;
import dev.mcpoauth.transport.server.LogLevel;
import dev.mcpoauth.transport.server.McpServer;
import dev.mcpoauth.transport.server.PromptDefinition;
import dev.mcpoauth.transport.server.PromptResult;
import dev.mcpoauth.transport.server.Question;
import dev.mcpoauth.transport.server.ResourceContents;
import dev.mcpoauth.transport.server.ResourceDefinition;
import dev.mcpoauth.transport.server.ToolDefinition;
import dev.mcpoauth.transport.server.ToolException;
import dev.mcpoauth.transport.server.ToolResult;
import java.security.Principal;
import java.util.List;

/** The application that most tests of the servlet serve. */
final class Fixtures {

    static final Json NAME_FORM =
            Json.parse("{\"type\":\"object\",\"properties\":{\"name\":{\"type\":\"string\"}},\"required\":[\"name\"]}");

    private Fixtures() {}

    static McpServer.Builder application(McpServer.Builder server) {
        return server.tool(
                        ToolDefinition.builder("echo")
                                .description("Says it again")
                                .inputSchema(
                                        "{\"type\":\"object\",\"properties\":{\"text\":{\"type\":\"string\",\"maxLength\":20},\"n\":{\"type\":\"integer\",\"x-mcp-header\":\"N\"}}}")
                                .build(),
                        (arguments, context) ->
                                ToolResult.text(arguments.string("text").orElse("nothing")))
                .tool(
                        tool("whoami"),
                        (arguments, context) -> ToolResult.text(
                                context.caller().map(Principal::getName).orElse("nobody")))
                .tool(tool("talk"), (arguments, context) -> {
                    context.progress(1, 2, "half");
                    context.progress(1, 2, "half again");
                    context.log(LogLevel.DEBUG, "detail");
                    context.log(LogLevel.WARNING, "warning");
                    context.progress(2, 2, "done");
                    return ToolResult.text("talked");
                })
                .tool(tool("ask"), (arguments, context) -> {
                    Answers answers = context.ask(Question.form("who", "Who?", NAME_FORM));
                    return ToolResult.text("Hello "
                            + answers.form("who").flatMap(f -> f.string("name")).orElse("?"));
                })
                .tool(tool("refuse"), (arguments, context) -> {
                    throw new ToolException("Not today");
                })
                .tool(tool("explode"), (arguments, context) -> {
                    throw new IllegalStateException("secret detail /etc/passwd");
                })
                .tool(
                        ToolDefinition.builder("liar")
                                .outputSchema("{\"type\":\"object\",\"required\":[\"a\"]}")
                                .build(),
                        (arguments, context) -> ToolResult.structured(Json.EMPTY_OBJECT))
                .resource(
                        ResourceDefinition.builder("test://text", "text").build(),
                        (request, context) -> List.of(ResourceContents.text(request.uri(), "text/plain", "content")))
                .prompt(
                        PromptDefinition.builder("greet")
                                .required("who", "whom")
                                .build(),
                        (arguments, context) -> PromptResult.user("Greet " + arguments.get("who")))
                .completion("greet", "who", (typed, others, context) -> List.of(typed + "a", typed + "b"));
    }

    static ToolDefinition tool(String name) {
        return ToolDefinition.builder(name).description(name).build();
    }
}
