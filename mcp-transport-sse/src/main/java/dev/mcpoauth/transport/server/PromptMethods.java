package dev.mcpoauth.transport.server;

import dev.mcpoauth.transport.json.Json;
import dev.mcpoauth.transport.refusal.Refusal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code prompts/*} and {@code completion/complete}. */
final class PromptMethods {

    private static final int MAX_COMPLETIONS = 100;

    private final Catalog<Prompt> prompts;
    private final Map<String, CompletionHandler> completions;
    private final int pageSize;
    private final Guarded guarded;

    PromptMethods(Catalog<Prompt> prompts, Map<String, CompletionHandler> completions, int pageSize, Guarded guarded) {
        this.prompts = prompts;
        this.completions = Map.copyOf(completions);
        this.pageSize = pageSize;
        this.guarded = guarded;
    }

    record Prompt(PromptDefinition definition, PromptHandler handler) {}

    Json list(Json params) {
        return prompts.page("prompts", params, pageSize, p -> p.definition().toJson());
    }

    Json get(Json params, CallScope scope) throws InterruptedException {
        Prompt prompt =
                prompts.get(Method.requireString(params, "name")).orElseThrow(Refusal.PROMPT_UNKNOWN::exception);
        Map<String, String> arguments = texts(Method.objectOrEmpty(params, "arguments"));
        prompt.definition().arguments().stream()
                .filter(a -> a.required() && !arguments.containsKey(a.name()))
                .findFirst()
                .ifPresent(missing -> {
                    throw Refusal.PARAMS_INVALID.because("missing argument " + missing.name());
                });
        return guarded.run("prompt", () -> prompt.handler().get(arguments, scope))
                .toJson();
    }

    Json complete(Json params, CallScope scope) throws InterruptedException {
        Json ref = Method.objectOrEmpty(params, "ref");
        Json argument = Method.objectOrEmpty(params, "argument");
        String typed = Method.requireString(argument, "value");
        Map<String, String> others = texts(Method.objectOrEmpty(Method.objectOrEmpty(params, "context"), "arguments"));
        Optional<CompletionHandler> handler =
                Optional.ofNullable(completions.get(key(subject(ref), Method.requireString(argument, "name"))));
        List<String> values = handler.isEmpty()
                ? List.of()
                : guarded.run("completion", () -> handler.get().complete(typed, others, scope));
        return toJson(values);
    }

    private static Json toJson(List<String> values) {
        List<String> shown = values.subList(0, Math.min(values.size(), MAX_COMPLETIONS));
        return Json.object()
                .put(
                        "completion",
                        Json.object()
                                .put("values", Json.strings(shown))
                                .put("total", values.size())
                                .put("hasMore", shown.size() < values.size()))
                .build();
    }

    private String subject(Json ref) {
        String type = ref.string("type").orElse("");
        if (type.equals("ref/resource")) return Method.requireString(ref, "uri");
        if (!type.equals("ref/prompt")) throw Refusal.PARAMS_INVALID.because("unknown ref.type");
        String name = Method.requireString(ref, "name");
        if (prompts.get(name).isEmpty()) throw Refusal.PROMPT_UNKNOWN.exception();
        return name;
    }

    /** The key of a completion: prompt or template, and argument. */
    static String key(String subject, String argument) {
        return subject + "\n" + argument;
    }

    private static Map<String, String> texts(Json object) {
        Map<String, String> texts = new LinkedHashMap<>();
        object.members()
                .forEach((name, value) -> texts.put(
                        name,
                        value.asString().orElseThrow(() -> Refusal.PARAMS_INVALID.because("arguments must be texts"))));
        return texts;
    }
}
