package dev.mcpoauth.example.conformance.server;

import static dev.mcpoauth.example.conformance.server.ContentTools.tool;

import dev.mcpoauth.transport.json.Json;
import dev.mcpoauth.transport.server.Answers;
import dev.mcpoauth.transport.server.CallContext;
import dev.mcpoauth.transport.server.McpServer;
import dev.mcpoauth.transport.server.Question;
import dev.mcpoauth.transport.server.ToolDefinition;
import dev.mcpoauth.transport.server.ToolHandler;
import dev.mcpoauth.transport.server.ToolResult;

/** Tools that ask the client's user or model. */
final class QuestionTools {

    private static final String USER = """
            {"type":"object","properties":{
              "username":{"type":"string","description":"Your name"},
              "email":{"type":"string","description":"Your address"}},
             "required":["username","email"]}
            """;

    private static final String DEFAULTS = """
            {"type":"object","properties":{
              "name":{"type":"string","description":"Name","default":"John Doe"},
              "age":{"type":"integer","description":"Age","default":30},
              "score":{"type":"number","description":"Score","default":95.5},
              "status":{"type":"string","description":"Status","enum":["active","inactive","pending"],"default":"active"},
              "verified":{"type":"boolean","description":"Verified","default":true}},
             "required":[]}
            """;

    private static final String ENUMS = """
            {"type":"object","properties":{
              "untitledSingle":{"type":"string","enum":["option1","option2","option3"]},
              "titledSingle":{"type":"string","oneOf":[
                {"const":"value1","title":"First Option"},
                {"const":"value2","title":"Second Option"},
                {"const":"value3","title":"Third Option"}]},
              "legacyEnum":{"type":"string","enum":["opt1","opt2","opt3"],
                "enumNames":["Option One","Option Two","Option Three"]},
              "untitledMulti":{"type":"array","items":{"type":"string","enum":["option1","option2","option3"]}},
              "titledMulti":{"type":"array","items":{"anyOf":[
                {"const":"value1","title":"First Choice"},
                {"const":"value2","title":"Second Choice"},
                {"const":"value3","title":"Third Choice"}]}}},
             "required":[]}
            """;

    private QuestionTools() {}

    static void addTo(McpServer.Builder server) {
        server.tool(withText("test_sampling", "Asks the client's model", "prompt"), (arguments, context) -> {
            Question question =
                    Question.model("answer", arguments.string("prompt").orElseThrow(), 100);
            String text = context.ask(question).modelText("answer").orElse("(no text)");
            return ToolResult.text("LLM response: " + text);
        });
        server.tool(withText("test_elicitation", "Asks the user", "message"), (arguments, context) -> {
            Answers answers = ask(context, arguments.string("message").orElseThrow(), USER);
            return ToolResult.text("User response: action=" + answers.action("form") + ", content="
                    + answers.form("form").orElse(Json.EMPTY_OBJECT));
        });
        server.tool(
                tool("test_list_roots", "Asks for the client's roots"),
                (arguments, context) -> ToolResult.text(
                        "Roots: " + context.ask(Question.roots("roots")).roots("roots")));
        server.tool(tool("test_elicitation_sep1034_defaults", "Asks with values filled in"), form(DEFAULTS));
        server.tool(tool("test_elicitation_sep1330_enums", "Asks to choose"), form(ENUMS));
        server.tool(tool("test_missing_capability", "Needs the client's model"), (arguments, context) -> {
            Answers answers = context.ask(Question.model("answer", "What is the capital of France?", 100));
            return ToolResult.text(answers.modelText("answer").orElse("(no text)"));
        });
        server.tool(
                tool("test_streaming_elicitation", "Reports progress, then asks the user"), (arguments, context) -> {
                    context.progress(1, 2, "About to ask");
                    Answers answers = ask(context, "Who are you?", USER);
                    return ToolResult.text("User response: action=" + answers.action("form"));
                });
    }

    private static ToolHandler form(String schema) {
        return (arguments, context) -> {
            Answers answers = ask(context, "Please fill in the form", schema);
            return ToolResult.text("Elicitation completed: action=" + answers.action("form") + ", content="
                    + answers.form("form").orElse(Json.EMPTY_OBJECT));
        };
    }

    private static Answers ask(CallContext context, String message, String schema) throws InterruptedException {
        return context.ask(Question.form("form", message, Json.parse(schema)));
    }

    private static ToolDefinition withText(String name, String description, String argument) {
        Json property = Json.object()
                .put("type", "string")
                .put("description", "The text to show")
                .build();
        return ToolDefinition.builder(name)
                .description(description)
                .inputSchema(Json.object()
                        .put("type", "object")
                        .put("properties", Json.object().put(argument, property))
                        .put("required", Json.array(Json.of(argument)))
                        .build())
                .build();
    }
}
