package dev.mcpoauth.transport.server;

import dev.mcpoauth.transport.ProtocolVersion;
import dev.mcpoauth.transport.json.Json;
import dev.mcpoauth.transport.json.JsonSchema;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * Something that only the client can answer: by asking its user, its model, or itself. The key names the question within
 * one call and must be the same whenever the handler runs.
 *
 * @param key unique among the questions of one call
 * @param method the request that carries the question
 * @param params the request's parameters
 * @param capability what the client must have declared, as an object to be merged into its capabilities
 */
public record Question(String key, String method, Json params, Json capability) {

    static final String ELICIT = "elicitation/create";
    static final String SAMPLE = "sampling/createMessage";
    static final String ROOTS = "roots/list";

    /**
     * A form for the user.
     *
     * @param schema a flat object schema of texts, numbers, truth values and choices (MCP, Elicitation, "Requested
     *     Schema")
     */
    public static Question form(String key, String message, Json schema) {
        JsonSchema.of(schema);
        Json params = Json.object()
                .put("mode", "form")
                .put("message", message)
                .put("requestedSchema", schema)
                .build();
        return new Question(key, ELICIT, params, needs("elicitation"));
    }

    /**
     * A form for the user with a field for each component of a record, to be read by {@link Answers#form(String, Class)}.
     *
     * @throws IllegalArgumentException if a component is no text, number, truth value or enum, or an {@code Optional} of one
     */
    public static Question form(String key, String message, Class<? extends Record> type) {
        return form(key, message, FormSchema.of(type));
    }

    /** A page that the user should open, for what must not pass through the client (since 2025-11-25). */
    public static Question page(String key, String message, URI url, String elicitationId) {
        Json params = Json.object()
                .put("mode", "url")
                .put("message", message)
                .put("url", url.toString())
                .put("elicitationId", elicitationId)
                .build();
        Json needed = Json.object()
                .put("elicitation", Json.object().put("url", Json.EMPTY_OBJECT))
                .build();
        return new Question(key, ELICIT, params, needed);
    }

    /** A text for the client's model to answer. */
    public static Question model(String key, String prompt, int maxTokens) {
        Json message = Json.object()
                .put("role", "user")
                .put("content", Content.text(prompt).toJson())
                .build();
        return model(
                key,
                Json.object()
                        .put("messages", List.of(message))
                        .put("maxTokens", maxTokens)
                        .build());
    }

    /** Any {@code sampling/createMessage} parameters for the client's model. */
    public static Question model(String key, Json params) {
        return new Question(key, SAMPLE, params, needs("sampling"));
    }

    /** Which directories and files the client works on. */
    public static Question roots(String key) {
        return new Question(key, ROOTS, Json.NULL, needs("roots"));
    }

    private static Json needs(String capability) {
        return Json.object().put(capability, Json.EMPTY_OBJECT).build();
    }

    /** Whether a client with these capabilities can be asked. */
    public boolean canBeAnsweredWith(Json clientCapabilities) {
        Json elicitation = clientCapabilities.get("elicitation").orElse(Json.NULL);
        boolean pagesOnly = elicitation.has("url") && !elicitation.has("form");
        if (params.has("requestedSchema") && pagesOnly) return false;
        return covers(clientCapabilities, capability);
    }

    private static boolean covers(Json declared, Json needed) {
        return needed.members().entrySet().stream()
                .allMatch(need -> declared.get(need.getKey())
                        .filter(Json::isObject)
                        .filter(inner -> covers(inner, need.getValue()))
                        .isPresent());
    }

    /** The parameters as a peer of this revision expects them: forms had no mode before there were pages. */
    Json paramsFor(ProtocolVersion version) {
        boolean modes = version.isAtLeast(ProtocolVersion.V2025_11_25);
        return modes || !params.has("requestedSchema") ? params : params.without("mode");
    }

    /** The question that was written as this request, to judge answers by. */
    static Question of(String key, Json request) {
        return new Question(
                key, request.string("method").orElse(""), request.get("params").orElse(Json.NULL), Json.EMPTY_OBJECT);
    }

    Json toJson() {
        Json.Builder request = Json.object().put("method", method);
        if (!params.isNull()) request.put("params", params);
        return request.build();
    }

    /** Whether this has the shape of an answer to the question. */
    boolean accepts(Json answer) {
        if (!answer.isObject()) return false;
        if (method.equals(ROOTS))
            return answer.get("roots").filter(Json::isArray).isPresent();
        if (method.equals(SAMPLE))
            return answer.has("content") && answer.string("role").isPresent();
        Optional<String> action = answer.string("action");
        if (action.equals(Optional.of("accept"))) return acceptsContent(answer.get("content"));
        return action.equals(Optional.of("decline")) || action.equals(Optional.of("cancel"));
    }

    private boolean acceptsContent(Optional<Json> content) {
        Optional<Json> schema = params.get("requestedSchema");
        if (schema.isEmpty()) return true;
        return content.isPresent()
                && JsonSchema.of(schema.get()).problems(content.get()).isEmpty();
    }
}
