package dev.mcpoauth.example.conformance.server;

import dev.mcpoauth.transport.server.Content;
import dev.mcpoauth.transport.server.McpServer;
import dev.mcpoauth.transport.server.ResourceContents;
import dev.mcpoauth.transport.server.ToolDefinition;
import dev.mcpoauth.transport.server.ToolException;
import dev.mcpoauth.transport.server.ToolResult;

/** Tools that answer with each kind of content. */
final class ContentTools {

    private static final String ADDRESS_BOOK = """
            {
              "$schema": "https://json-schema.org/draft/2020-12/schema",
              "type": "object",
              "$defs": {
                "address": {
                  "$anchor": "addressDef",
                  "type": "object",
                  "properties": {"street": {"type": "string"}, "city": {"type": "string"}}
                }
              },
              "properties": {
                "name": {"type": "string"},
                "address": {"$ref": "#/$defs/address"},
                "contactMethod": {"type": "string", "enum": ["phone", "email"]},
                "phone": {"type": "string"},
                "email": {"type": "string"}
              },
              "allOf": [{"anyOf": [{"required": ["phone"]}, {"required": ["email"]}]}],
              "if": {"properties": {"contactMethod": {"const": "phone"}}, "required": ["contactMethod"]},
              "then": {"required": ["phone"]},
              "else": {"required": ["email"]},
              "additionalProperties": false
            }
            """;

    private static final String REGION = """
            {"type":"object","properties":{"region":{"type":"string","description":"Where to run","x-mcp-header":"Region"}}}
            """;

    private ContentTools() {}

    static void addTo(McpServer.Builder server) {
        server.tool(
                tool("test_simple_text", "Answers with a text"),
                (arguments, context) -> ToolResult.text("This is a simple text response for testing."));
        server.tool(
                tool("test_image_content", "Answers with a picture"),
                (arguments, context) -> ToolResult.of(Content.image(Samples.png(), "image/png")));
        server.tool(
                tool("test_audio_content", "Answers with a sound"),
                (arguments, context) -> ToolResult.of(Content.audio(Samples.wav(), "audio/wav")));
        server.tool(
                tool("test_embedded_resource", "Answers with a resource"),
                (arguments, context) -> ToolResult.of(Content.resource(ResourceContents.text(
                        "test://embedded-resource", "text/plain", "This is an embedded resource content."))));
        server.tool(
                tool("test_multiple_content_types", "Answers with a text, a picture and a resource"),
                (arguments, context) -> ToolResult.of(
                        Content.text("Multiple content types test:"),
                        Content.image(Samples.png(), "image/png"),
                        Content.resource(ResourceContents.text(
                                "test://mixed-content-resource",
                                "application/json",
                                "{\"test\":\"data\",\"value\":123}"))));
        server.tool(tool("test_error_handling", "Fails on purpose"), (arguments, context) -> {
            throw new ToolException("This tool intentionally returns an error for testing");
        });
        server.tool(
                ToolDefinition.builder("json_schema_2020_12_tool")
                        .description("Takes arguments that need most of JSON Schema 2020-12 to describe")
                        .inputSchema(ADDRESS_BOOK)
                        .build(),
                (arguments, context) -> ToolResult.structured(arguments));
        server.tool(
                ToolDefinition.builder("test_x_mcp_header")
                        .description("Has an argument that is mirrored into a header")
                        .inputSchema(REGION)
                        .build(),
                (arguments, context) ->
                        ToolResult.text("region=" + arguments.string("region").orElse("none")));
    }

    static ToolDefinition tool(String name, String description) {
        return ToolDefinition.builder(name).description(description).build();
    }
}
