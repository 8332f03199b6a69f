package dev.mcpoauth.example.conformance.client;

import dev.mcpoauth.transport.client.HttpAuthorizer;
import dev.mcpoauth.transport.client.McpClient;
import dev.mcpoauth.transport.json.Json;

/** Connect, list the tools, call {@code test-tool}: what every scenario about authorization asks for. */
final class GenericRun {

    private GenericRun() {}

    static void play(Stage stage, HttpAuthorizer authorizer) throws Exception {
        try (McpClient client = stage.client(authorizer).connect()) {
            client.listTools();
            client.callTool("test-tool", Json.EMPTY_OBJECT);
        }
    }
}
