package dev.mcpoauth.transport.server;

import dev.mcpoauth.transport.json.Json;
import dev.mcpoauth.transport.json.JsonException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the client answered, by the key of the question. Comes from outside: forms are valid, anything else is not checked. */
public final class Answers {

    private final Map<String, Json> byKey;

    Answers(Map<String, Json> byKey) {
        this.byKey = Map.copyOf(byKey);
    }

    /**
     * The result as the client sent it.
     *
     * @throws IllegalArgumentException if there was no such question
     */
    public Json raw(String key) {
        Json answer = byKey.get(key);
        if (answer == null) throw new IllegalArgumentException("no question has the key " + key);
        return answer;
    }

    /** What the user filled in; empty if the user declined or cancelled. */
    public Optional<Json> form(String key) {
        Json answer = raw(key);
        if (!action(key).equals("accept")) return Optional.empty();
        return Optional.of(answer.get("content").orElse(Json.EMPTY_OBJECT));
    }

    /**
     * What the user filled in as a record; empty if the user declined or cancelled.
     *
     * @throws ToolException if it does not fit, which a form of the same record rules out
     */
    public <A extends Record> Optional<A> form(String key, Class<A> type) {
        try {
            return form(key).map(form -> form.as(type));
        } catch (JsonException e) {
            throw new ToolException("The client's answer does not fit the question", e);
        }
    }

    /** What the user did: {@code accept}, {@code decline} or {@code cancel}. */
    public String action(String key) {
        return raw(key).string("action").orElse("cancel");
    }

    /** What the model wrote; empty if it was no text. */
    public Optional<String> modelText(String key) {
        Json content = raw(key).get("content").orElse(Json.NULL);
        if (content.isObject()) return content.string("text");
        return content.elements().stream()
                .flatMap(part -> part.string("text").stream())
                .findFirst();
    }

    /** The URIs of the client's roots. */
    public List<String> roots(String key) {
        return raw(key).get("roots").orElse(Json.NULL).elements().stream()
                .flatMap(root -> root.string("uri").stream())
                .toList();
    }
}
