package dev.mcpoauth.example.conformance.server;

import static dev.mcpoauth.example.conformance.server.ContentTools.tool;

import dev.mcpoauth.transport.json.Json;
import dev.mcpoauth.transport.server.Answers;
import dev.mcpoauth.transport.server.McpServer;
import dev.mcpoauth.transport.server.PromptDefinition;
import dev.mcpoauth.transport.server.PromptResult;
import dev.mcpoauth.transport.server.Question;
import dev.mcpoauth.transport.server.ToolHandler;
import dev.mcpoauth.transport.server.ToolResult;
import java.util.ArrayList;
import java.util.List;

/** Tools and a prompt that need several round trips in the stateless era. */
final class RoundTripTools {

    private static final String PREFIX = "test_input_required_result";
    private static final Question CAPITAL = Question.model("capital", "What is the capital of France?", 100);
    private static final Question ROOTS = Question.roots("roots");

    private RoundTripTools() {}

    static void addTo(McpServer.Builder server) {
        server.tool(tool(PREFIX + "_elicitation", "Asks for a name"), (arguments, context) -> {
            Answers answers = context.ask(text("user_name", "What is your name?", "name"));
            return ToolResult.text("Hello, " + field(answers, "user_name", "name") + "!");
        });
        server.tool(
                tool(PREFIX + "_sampling", "Asks the model"),
                (arguments, context) -> ToolResult.text(
                        context.ask(CAPITAL).modelText("capital").orElse("(no text)")));
        server.tool(
                tool(PREFIX + "_list_roots", "Asks for roots"),
                (arguments, context) ->
                        ToolResult.text("Roots: " + context.ask(ROOTS).roots("roots")));
        server.tool(tool(PREFIX + "_request_state", "Asks for a confirmation"), confirmation());
        server.tool(tool(PREFIX + "_tampered_state", "Asks for a confirmation"), confirmation());
        server.tool(tool(PREFIX + "_multiple_inputs", "Asks user, model and client at once"), (arguments, context) -> {
            Answers answers = context.ask(text("user_name", "What is your name?", "name"), CAPITAL, ROOTS);
            return ToolResult.text(field(answers, "user_name", "name") + ", "
                    + answers.modelText("capital").orElse("(no text)") + ", " + answers.roots("roots"));
        });
        server.tool(tool(PREFIX + "_multi_round", "Asks twice"), (arguments, context) -> {
            String name = field(context.ask(text("step1", "What is your name?", "name")), "step1", "name");
            Question next = text("step2", "What is your favourite colour, " + name + "?", "color");
            return ToolResult.text(name + " likes " + field(context.ask(next), "step2", "color"));
        });
        server.tool(tool(PREFIX + "_capabilities", "Asks whatever the client can answer"), (arguments, context) -> {
            List<Question> questions = new ArrayList<>();
            for (Question question : List.of(text("user_name", "What is your name?", "name"), CAPITAL)) {
                if (context.canAsk(question)) questions.add(question);
            }
            context.ask(questions.toArray(Question[]::new));
            return ToolResult.text("Got " + questions.size() + " answers");
        });
        server.prompt(
                PromptDefinition.builder(PREFIX + "_prompt")
                        .description("Asks for context")
                        .build(),
                (arguments, context) -> {
                    Answers answers = context.ask(text("user_context", "What is this about?", "context"));
                    return PromptResult.user("About: " + field(answers, "user_context", "context"));
                });
    }

    private static ToolHandler confirmation() {
        Json schema = Json.parse(
                "{\"type\":\"object\",\"properties\":{\"ok\":{\"type\":\"boolean\"}},\"required\":[\"ok\"]}");
        return (arguments, context) -> {
            Answers answers = context.ask(Question.form("confirm", "Go on?", schema));
            return ToolResult.text("state-ok, action=" + answers.action("confirm"));
        };
    }

    static Question text(String key, String message, String property) {
        Json schema = Json.object()
                .put("type", "object")
                .put("properties", Json.object().put(property, Json.object().put("type", "string")))
                .put("required", Json.array(Json.of(property)))
                .build();
        return Question.form(key, message, schema);
    }

    static String field(Answers answers, String key, String property) {
        return answers.form(key).flatMap(form -> form.string(property)).orElse("(no answer)");
    }
}
