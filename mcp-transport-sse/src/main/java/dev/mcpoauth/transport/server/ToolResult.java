package dev.mcpoauth.transport.server;

import dev.mcpoauth.transport.json.Json;
import java.util.List;

/**
 * What a tool answers (MCP, Tools, "Tool Result"). Immutable.
 *
 * @param content what the model reads
 * @param structured the same for programs; {@link Json#NULL} if there is none
 * @param isError whether the tool failed
 */
public record ToolResult(List<Content> content, Json structured, boolean isError) {

    public ToolResult {
        content = List.copyOf(content);
    }

    /** A text. */
    public static ToolResult text(String text) {
        return of(Content.text(text));
    }

    /** Any content. */
    public static ToolResult of(Content... content) {
        return new ToolResult(List.of(content), Json.NULL, false);
    }

    /** Structured content, and the same as JSON text for clients that read only text. */
    public static ToolResult structured(Json structured) {
        return structured(structured, structured.toString());
    }

    /** A record as structured content, and the same as JSON text. */
    public static ToolResult structured(Record structured) {
        return structured(Json.from(structured));
    }

    /** Structured content, and a text that says the same. */
    public static ToolResult structured(Json structured, String text) {
        return new ToolResult(List.of(Content.text(text)), structured, false);
    }

    /** A failure in words that are safe to show. */
    public static ToolResult error(String safeMessage) {
        return new ToolResult(List.of(Content.text(safeMessage)), Json.NULL, true);
    }

    Json toJson() {
        Json.Builder result = Json.object().put("content", Content.list(content));
        if (!structured.isNull()) result.put("structuredContent", structured);
        if (isError) result.put("isError", true);
        return result.build();
    }
}
