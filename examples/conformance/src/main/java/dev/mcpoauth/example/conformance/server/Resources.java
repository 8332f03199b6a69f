package dev.mcpoauth.example.conformance.server;

import dev.mcpoauth.transport.json.Json;
import dev.mcpoauth.transport.server.McpServer;
import dev.mcpoauth.transport.server.ResourceContents;
import dev.mcpoauth.transport.server.ResourceDefinition;
import dev.mcpoauth.transport.server.ResourceTemplateDefinition;
import java.util.List;

/** Resources of each kind. */
final class Resources {

    private Resources() {}

    static void addTo(McpServer.Builder server) {
        server.resource(
                resource("test://static-text", "static-text", "A text", "text/plain"),
                (request, context) -> List.of(ResourceContents.text(
                        request.uri(), "text/plain", "This is the content of the static text resource.")));
        server.resource(
                resource("test://static-binary", "static-binary", "A picture", "image/png"),
                (request, context) -> List.of(ResourceContents.blob(request.uri(), "image/png", Samples.png())));
        server.resource(
                resource("test://watched-resource", "watched-resource", "A text to subscribe to", "text/plain"),
                (request, context) ->
                        List.of(ResourceContents.text(request.uri(), "text/plain", "Watched resource content")));
        server.resourceTemplate(
                ResourceTemplateDefinition.builder("test://template/{id}/data", "template")
                        .description("Data by id")
                        .mimeType("application/json")
                        .build(),
                (request, context) -> List.of(ResourceContents.text(
                        request.uri(),
                        "application/json",
                        data(request.variables().getOrDefault("id", "")))));
    }

    private static String data(String id) {
        return Json.object()
                .put("id", id)
                .put("templateTest", true)
                .put("data", "Data for ID: " + id)
                .build()
                .toString();
    }

    private static ResourceDefinition resource(String uri, String name, String description, String mimeType) {
        return ResourceDefinition.builder(uri, name)
                .description(description)
                .mimeType(mimeType)
                .build();
    }
}
