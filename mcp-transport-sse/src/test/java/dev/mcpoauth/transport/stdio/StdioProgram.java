package dev.mcpoauth.transport.stdio;

import dev.mcpoauth.transport.json.Json;
import dev.mcpoauth.transport.server.LogLevel;
import dev.mcpoauth.transport.server.McpServer;
import dev.mcpoauth.transport.server.PromptDefinition;
import dev.mcpoauth.transport.server.PromptResult;
import dev.mcpoauth.transport.server.Question;
import dev.mcpoauth.transport.server.ResourceContents;
import dev.mcpoauth.transport.server.ResourceDefinition;
import dev.mcpoauth.transport.server.ToolDefinition;
import dev.mcpoauth.transport.server.ToolResult;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** A program that serves an application over its standard streams, for tests that start it. */
public final class StdioProgram {

    private final McpServer server;

    private StdioProgram() {
        server = application().build();
    }

    public static void main(String[] arguments) throws InterruptedException {
        StdioServer.of(new StdioProgram().server).build().run();
        System.out.println("standard output is the program's own again");
    }

    private McpServer.Builder application() {
        return McpServer.builder("program", "1")
                .tool(
                        ToolDefinition.builder("echo")
                                .inputSchema("{\"type\":\"object\",\"properties\":{\"text\":{\"type\":\"string\"}}}")
                                .build(),
                        (arguments, context) ->
                                ToolResult.text(arguments.string("text").orElse("")))
                .tool(ToolDefinition.builder("print").build(), (arguments, context) -> {
                    System.out.println("{\"jsonrpc\":\"2.0\"}");
                    System.out.println("left behind by somebody who debugged");
                    return ToolResult.text("read " + System.in.read());
                })
                .tool(ToolDefinition.builder("work").build(), (arguments, context) -> {
                    for (int i = 1; i <= 3; i++) context.progress(i, 3, "step");
                    context.log(LogLevel.ERROR, "loud");
                    return ToolResult.text("worked");
                })
                .tool(
                        ToolDefinition.builder("ask").build(),
                        (arguments, context) -> ToolResult.text("Hello, "
                                + context.ask(Question.form("who", "Who?", Json.parse("{\"type\":\"object\"}")))
                                        .form("who")
                                        .flatMap(form -> form.string("name"))
                                        .orElse("?")))
                .tool(ToolDefinition.builder("hang").build(), (arguments, context) -> {
                    new CountDownLatch(1).await();
                    return ToolResult.text("never");
                })
                .tool(ToolDefinition.builder("change").build(), (arguments, context) -> {
                    server().removePrompt("none");
                    server().resourceUpdated("test://text");
                    server().removeTool("hang");
                    return ToolResult.text("changed");
                })
                .resource(
                        ResourceDefinition.builder("test://text", "text").build(),
                        (request, context) -> List.of(ResourceContents.text(request.uri(), "text/plain", "content")))
                .prompt(
                        PromptDefinition.builder("greet")
                                .required("name", "whom")
                                .build(),
                        (arguments, context) -> PromptResult.user("Greet "
                                + Optional.ofNullable(arguments.get("name")).orElse("?")));
    }

    private McpServer server() {
        return server;
    }
}
