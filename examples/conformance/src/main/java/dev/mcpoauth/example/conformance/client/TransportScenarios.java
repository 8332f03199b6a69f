package dev.mcpoauth.example.conformance.client;

import dev.mcpoauth.transport.client.McpClient;
import dev.mcpoauth.transport.json.Json;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** The scenarios that need no authorization. */
final class TransportScenarios {

    private TransportScenarios() {}

    static final Map<String, Scenario> ALL = Map.ofEntries(
            Map.entry("initialize", TransportScenarios::listTools),
            Map.entry("tools_call", TransportScenarios::addNumbers),
            Map.entry("elicitation-sep1034-client-defaults", TransportScenarios::elicitationDefaults),
            Map.entry("sse-retry", TransportScenarios::reconnection),
            Map.entry("request-metadata", TransportScenarios::requestMetadata),
            Map.entry("sep-2322-client-request-state", TransportScenarios::requestState),
            Map.entry("http-standard-headers", TransportScenarios::standardHeaders),
            Map.entry("http-custom-headers", TransportScenarios::customHeaders),
            Map.entry("http-invalid-tool-headers", TransportScenarios::invalidToolHeaders),
            Map.entry("json-schema-ref-no-deref", TransportScenarios::listTools),
            Map.entry("json-schema-2020-12-preservation", TransportScenarios::schemaPreservation));

    private static void listTools(Stage stage) throws Exception {
        try (McpClient client = stage.client().connect()) {
            client.listTools();
        }
    }

    private static void addNumbers(Stage stage) throws Exception {
        try (McpClient client = stage.client().connect()) {
            client.listTools();
            client.callTool("add_numbers", Json.object().put("a", 5).put("b", 3).build());
        }
    }

    private static void elicitationDefaults(Stage stage) throws Exception {
        Json form = Json.object()
                .put("form", Json.object().put("applyDefaults", true))
                .build();
        try (McpClient client = stage.client()
                .elicitation(SchemaDefaults::accept)
                .capability("elicitation", form)
                .connect()) {
            client.listTools();
            client.callTool("test_client_elicitation_defaults", Json.EMPTY_OBJECT);
        }
    }

    private static void reconnection(Stage stage) throws Exception {
        try (McpClient client = stage.client().connect()) {
            client.listTools();
            client.callTool("test_reconnection", Json.EMPTY_OBJECT);
        }
    }

    private static void requestMetadata(Stage stage) throws Exception {
        try (McpClient client = stage.client()
                .elicitation(SchemaDefaults::accept)
                .sampling(TransportScenarios::sample)
                .roots(TransportScenarios::roots)
                .connect()) {
            client.listTools();
        }
    }

    /** While the server waits for the confirmation, another call must carry nothing of it. */
    private static void requestState(Stage stage) throws Exception {
        CompletableFuture<McpClient> self = new CompletableFuture<>();
        try (McpClient client = stage.client()
                .elicitation(question -> {
                    self.join().callTool("test_mrtr_unrelated", Json.EMPTY_OBJECT);
                    return confirm();
                })
                .connect()) {
            self.complete(client);
            client.listTools();
            client.callTool("test_mrtr_echo_state", Json.EMPTY_OBJECT);
            client.callTool("test_mrtr_no_state", Json.EMPTY_OBJECT);
            client.callTool("test_mrtr_no_result_type", Json.EMPTY_OBJECT);
        }
    }

    private static void standardHeaders(Stage stage) throws Exception {
        try (McpClient client = stage.client().connect()) {
            for (Json tool : client.listTools())
                client.callTool(tool.string("name").orElseThrow(), Json.EMPTY_OBJECT);
            for (Json resource : client.listResources())
                client.readResource(resource.string("uri").orElseThrow());
            for (Json prompt : client.listPrompts())
                client.getPrompt(prompt.string("name").orElseThrow(), Json.EMPTY_OBJECT);
        }
    }

    private static void customHeaders(Stage stage) throws Exception {
        try (McpClient client = stage.client().connect()) {
            client.listTools();
            for (Json call : stage.context().get("toolCalls").orElseThrow().elements())
                client.callTool(
                        call.string("name").orElseThrow(), call.get("arguments").orElse(Json.EMPTY_OBJECT));
        }
    }

    /** Calls every tool that the client kept. */
    private static void invalidToolHeaders(Stage stage) throws Exception {
        try (McpClient client = stage.client().connect()) {
            Json arguments = Json.object().put("region", "us-west1").build();
            for (Json tool : client.listTools())
                client.callTool(tool.string("name").orElseThrow(), arguments);
        }
    }

    private static void schemaPreservation(Stage stage) throws Exception {
        try (McpClient client = stage.client().connect()) {
            Json focal = client.listTools().stream()
                    .filter(tool -> !tool.string("name").orElse("").equals("json_schema_echo"))
                    .findFirst()
                    .orElseThrow();
            Json schema = focal.get("inputSchema").orElseThrow();
            client.callTool(
                    "json_schema_echo", Json.object().put("schema", schema).build());
        }
    }

    private static Json confirm() {
        return Json.object()
                .put("action", "accept")
                .put("content", Json.object().put("confirmed", true))
                .build();
    }

    private static Json sample(Json params) {
        return Json.object()
                .put("role", "assistant")
                .put("content", Json.object().put("type", "text").put("text", "Paris"))
                .put("model", "everything-client")
                .put("stopReason", "endTurn")
                .build();
    }

    private static Json roots(Json params) {
        return Json.parse("{\"roots\":[{\"uri\":\"file:///workspace\",\"name\":\"workspace\"}]}");
    }
}
