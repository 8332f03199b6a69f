package dev.mcpoauth.example.sdk.peer;

import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpServerFeatures.SyncCompletionSpecification;
import io.modelcontextprotocol.server.McpServerFeatures.SyncPromptSpecification;
import io.modelcontextprotocol.server.McpServerFeatures.SyncResourceSpecification;
import io.modelcontextprotocol.server.McpServerFeatures.SyncResourceTemplateSpecification;
import io.modelcontextprotocol.server.McpStatelessServerFeatures;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.CompleteRequest;
import io.modelcontextprotocol.spec.McpSchema.CompleteResult;
import io.modelcontextprotocol.spec.McpSchema.GetPromptRequest;
import io.modelcontextprotocol.spec.McpSchema.GetPromptResult;
import io.modelcontextprotocol.spec.McpSchema.Prompt;
import io.modelcontextprotocol.spec.McpSchema.PromptArgument;
import io.modelcontextprotocol.spec.McpSchema.PromptMessage;
import io.modelcontextprotocol.spec.McpSchema.PromptReference;
import io.modelcontextprotocol.spec.McpSchema.ReadResourceRequest;
import io.modelcontextprotocol.spec.McpSchema.ReadResourceResult;
import io.modelcontextprotocol.spec.McpSchema.Resource;
import io.modelcontextprotocol.spec.McpSchema.ResourceTemplate;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import io.modelcontextprotocol.spec.McpSchema.TextResourceContents;
import java.util.List;
import java.util.stream.Stream;

/** Resources, a template, prompts and a completion of the SDK's server, with sessions and without. */
final class PeerContent {

    static final String WATCHED = "test://watched-resource";

    private static final Resource TEXT =
            Resource.builder("test://static-text", "static-text").build();
    private static final Resource CHANGING =
            Resource.builder(WATCHED, "watched-resource").build();
    private static final ResourceTemplate TEMPLATE =
            ResourceTemplate.builder("test://template/{id}/data", "template").build();
    private static final Prompt PROMPT = Prompt.builder("test_prompt_with_arguments")
            .arguments(List.of(
                    PromptArgument.builder("arg1").build(),
                    PromptArgument.builder("arg2").build()))
            .build();
    private static final PromptReference REFERENCE = new PromptReference(PROMPT.name());

    private PeerContent() {}

    static void addTo(McpServer.SyncSpecification<?> server) {
        server.resources(
                new SyncResourceSpecification(TEXT, (exchange, request) -> read(request)),
                new SyncResourceSpecification(CHANGING, (exchange, request) -> read(request)));
        server.resourceTemplates(new SyncResourceTemplateSpecification(TEMPLATE, (exchange, request) -> read(request)));
        server.prompts(new SyncPromptSpecification(PROMPT, (exchange, request) -> prompt(request)));
        server.completions(new SyncCompletionSpecification(REFERENCE, (exchange, request) -> complete(request)));
    }

    static void addTo(McpServer.StatelessSyncSpecification server) {
        server.resources(
                new McpStatelessServerFeatures.SyncResourceSpecification(TEXT, (context, request) -> read(request)));
        server.resourceTemplates(new McpStatelessServerFeatures.SyncResourceTemplateSpecification(
                TEMPLATE, (context, request) -> read(request)));
        server.prompts(
                new McpStatelessServerFeatures.SyncPromptSpecification(PROMPT, (context, request) -> prompt(request)));
        server.completions(new McpStatelessServerFeatures.SyncCompletionSpecification(
                REFERENCE, (context, request) -> complete(request)));
    }

    private static ReadResourceResult read(ReadResourceRequest request) {
        String text = "The static text or other content of " + request.uri();
        return ReadResourceResult.builder(List.of(
                        TextResourceContents.builder(request.uri(), text).build()))
                .build();
    }

    private static GetPromptResult prompt(GetPromptRequest request) {
        TextContent text = TextContent.builder("Prompt with arguments: " + request.arguments())
                .build();
        return GetPromptResult.builder(List.of(new PromptMessage(McpSchema.Role.USER, text)))
                .build();
    }

    private static CompleteResult complete(CompleteRequest request) {
        List<String> words = Stream.of("paris", "park", "party", "test")
                .filter(word -> word.startsWith(request.argument().value()))
                .toList();
        return new CompleteResult(new CompleteResult.CompleteCompletion(words, words.size(), false));
    }
}
