package dev.mcpoauth.example.conformance.server;

import static dev.mcpoauth.example.conformance.server.RoundTripTools.field;
import static dev.mcpoauth.example.conformance.server.RoundTripTools.text;

import dev.mcpoauth.transport.json.Json;
import dev.mcpoauth.transport.jsonrpc.ErrorCode;
import dev.mcpoauth.transport.jsonrpc.JsonRpcException;
import dev.mcpoauth.transport.server.Answers;
import dev.mcpoauth.transport.server.McpServer;
import dev.mcpoauth.transport.server.Question;
import dev.mcpoauth.transport.server.TaskSupport;
import dev.mcpoauth.transport.server.ToolDefinition;
import dev.mcpoauth.transport.server.ToolException;
import dev.mcpoauth.transport.server.ToolResult;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Tools that may, or must, run as tasks, and one that never does. */
final class TaskTools {

    private static final Duration SOON = Duration.ofMillis(100);
    private static final Json CONFIRMATION = Json.parse(
            "{\"type\":\"object\",\"properties\":{\"confirm\":{\"type\":\"boolean\"}},\"required\":[\"confirm\"]}");

    private TaskTools() {}

    static void addTo(McpServer.Builder server) {
        server.tool(
                of("greet", "Greets", "{\"name\":{\"type\":\"string\"}}").build(),
                (arguments, context) ->
                        ToolResult.text("Hello, " + arguments.string("name").orElse("stranger") + "!"));
        server.tool(
                of(
                                "slow_compute",
                                "Takes its time",
                                "{\"seconds\":{\"type\":\"integer\",\"minimum\":0},\"label\":{\"type\":\"string\"}}")
                        .task(TaskSupport.OPTIONAL, SOON)
                        .build(),
                (arguments, context) -> {
                    long seconds =
                            arguments.get("seconds").flatMap(Json::asLong).orElse(0L);
                    TimeUnit.SECONDS.sleep(seconds);
                    return ToolResult.text("Computed for " + seconds + " s: "
                            + arguments.string("label").orElse(""));
                });
        server.tool(task("failing_job", "Fails").task(TaskSupport.REQUIRED).build(), (arguments, context) -> {
            TimeUnit.SECONDS.sleep(1);
            throw new ToolException("This job always fails");
        });
        server.tool(task("protocol_error_job", "Fails badly").build(), (arguments, context) -> {
            throw new JsonRpcException(ErrorCode.INTERNAL_ERROR, "This job breaks the protocol");
        });
        server.tool(
                of("confirm_delete", "Asks before it deletes nothing", "{\"filename\":{\"type\":\"string\"}}")
                        .task(TaskSupport.OPTIONAL)
                        .build(),
                (arguments, context) -> {
                    Answers answers = context.ask(Question.form(
                            "confirm", "Delete " + arguments.string("filename").orElse("it") + "?", CONFIRMATION));
                    return ToolResult.text("Answered with " + answers.action("confirm"));
                });
        server.tool(task("multi_input", "Asks two things at once").build(), (arguments, context) -> {
            Answers answers = context.ask(
                    text("first", "What is the first name?", "name"), text("last", "And the last?", "name"));
            return ToolResult.text(field(answers, "first", "name") + " " + field(answers, "last", "name"));
        });
        server.tool(
                task("test_tool_with_task", "Asks first, and becomes a task then")
                        .task(TaskSupport.REQUIRED, Duration.ofMinutes(1))
                        .build(),
                (arguments, context) -> {
                    String name =
                            field(context.ask(text("user_name", "What is your name?", "name")), "user_name", "name");
                    context.releaseConnection(SOON);
                    return ToolResult.text("Worked for " + name);
                });
    }

    private static ToolDefinition.Builder task(String name, String description) {
        return ToolDefinition.builder(name).description(description).task(TaskSupport.OPTIONAL);
    }

    private static ToolDefinition.Builder of(String name, String description, String properties) {
        return ToolDefinition.builder(name)
                .description(description)
                .inputSchema("{\"type\":\"object\",\"properties\":" + properties + "}");
    }
}
