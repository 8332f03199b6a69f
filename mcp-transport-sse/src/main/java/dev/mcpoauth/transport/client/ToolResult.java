package dev.mcpoauth.transport.client;

import dev.mcpoauth.transport.json.Json;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The result of {@code tools/call}: a view over its JSON.
 *
 * @param json the whole result
 */
public record ToolResult(Json json) {

    /** Whether the tool itself reports a failure, as text for the model. */
    public boolean isError() {
        return json.get("isError").flatMap(Json::asBoolean).orElse(false);
    }

    /** The content blocks. */
    public List<Json> content() {
        return json.get("content").map(Json::elements).orElse(List.of());
    }

    /** The text blocks, one line each. */
    public String text() {
        return content().stream()
                .flatMap(block -> block.string("text").stream())
                .collect(Collectors.joining("\n"));
    }

    /** The structured form of the result, if the tool has one. */
    public Optional<Json> structuredContent() {
        return json.get("structuredContent");
    }
}
