package dev.mcpoauth.example.conformance.server;

import dev.mcpoauth.transport.server.Content;
import dev.mcpoauth.transport.server.McpServer;
import dev.mcpoauth.transport.server.PromptDefinition;
import dev.mcpoauth.transport.server.PromptResult;
import dev.mcpoauth.transport.server.PromptResult.Message;
import dev.mcpoauth.transport.server.ResourceContents;
import java.util.List;
import java.util.stream.Stream;

/** Prompts of each kind. */
final class Prompts {

    private static final List<String> WORDS = List.of("paris", "park", "party", "test", "testing");

    private Prompts() {}

    static void addTo(McpServer.Builder server) {
        server.prompt(
                PromptDefinition.builder("test_simple_prompt")
                        .description("Says one thing")
                        .build(),
                (arguments, context) -> PromptResult.user("This is a simple prompt for testing."));
        server.prompt(
                PromptDefinition.builder("test_prompt_with_arguments")
                        .description("Says what it is given")
                        .required("arg1", "The first argument")
                        .required("arg2", "The second argument")
                        .build(),
                (arguments, context) -> PromptResult.user("Prompt with arguments: arg1='" + arguments.get("arg1")
                        + "', arg2='" + arguments.get("arg2") + "'"));
        server.completion("test_prompt_with_arguments", "arg1", (typed, others, context) -> startingWith(typed));
        server.prompt(
                PromptDefinition.builder("test_prompt_with_embedded_resource")
                        .description("Says what is in a resource")
                        .required("resourceUri", "The resource")
                        .build(),
                (arguments, context) -> PromptResult.of(
                        Message.user(Content.resource(ResourceContents.text(
                                arguments.getOrDefault("resourceUri", ""),
                                "text/plain",
                                "Embedded resource content for testing."))),
                        Message.user(Content.text("Please process the embedded resource above."))));
        server.prompt(
                PromptDefinition.builder("test_prompt_with_image")
                        .description("Shows a picture")
                        .build(),
                (arguments, context) -> PromptResult.of(
                        Message.user(Content.image(Samples.png(), "image/png")),
                        Message.user(Content.text("Please analyze the image above."))));
    }

    private static List<String> startingWith(String typed) {
        Stream<String> matching = WORDS.stream().filter(word -> word.startsWith(typed));
        return matching.toList();
    }
}
