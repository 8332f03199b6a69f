package dev.mcpoauth.client.bridge;

import static dev.mcpoauth.client.bridge.ScriptedHost.call;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpoauth.client.bridge.PretendServer.Reply;
import dev.mcpoauth.transport.Extensions;
import dev.mcpoauth.transport.MetaKeys;
import dev.mcpoauth.transport.json.Json;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Tasks extension (SEP-2663): only a host of the stateless era can have tasks")
class BridgeTasksTest {
    private static final String TASK =
            "{\"resultType\":\"task\",\"taskId\":\"t\",\"status\":\"working\",\"createdAt\":\"2026-01-01T00:00:00Z\","
                    + "\"lastUpdatedAt\":\"2026-01-01T00:00:00Z\",\"ttlMs\":null}";
    private static final Json CAPABLE = Extensions.declare(Json.parse("{\"elicitation\":{}}"), Extensions.TASKS);

    private final PretendServer server;

    BridgeTasksTest() throws Exception {
        server = new PretendServer().stateless();
        server.on(
                "server/discover",
                request -> Reply.result("{\"resultType\":\"complete\",\"supportedVersions\":[\"2026-07-28\"],"
                        + "\"capabilities\":{\"tools\":{},\"extensions\":{\"io.modelcontextprotocol/tasks\":{}}},"
                        + "\"ttlMs\":0,\"cacheScope\":\"private\"}"));
    }

    private static Json initialize() {
        return Json.object()
                .put("protocolVersion", "2025-11-25")
                .put("capabilities", CAPABLE)
                .put("clientInfo", Json.parse("{\"name\":\"host\",\"version\":\"1\"}"))
                .build();
    }

    @Test
    void aHostWithSessionsIsNotPassedOffAsOneThatCanHaveTasks() throws Exception {
        server.on("tools/call", request -> Reply.result("{\"resultType\":\"complete\",\"content\":[]}"));
        try (server;
                ScriptedHost host = ScriptedHost.of(server.bridge())) {
            host.request(0, "initialize", initialize());
            assertThat(host.result(0).at("capabilities", "extensions")).isEmpty();
            host.request(1, "tools/call", call("job", "{}"));
            host.result(1);
            Json declared = server.received("tools/call")
                    .get(0)
                    .at("params", MetaKeys.META, MetaKeys.CLIENT_CAPABILITIES)
                    .orElseThrow();
            assertThat(declared).isEqualTo(Json.parse("{\"elicitation\":{}}"));
        }
    }

    @Test
    void aServerThatMakesATaskOfItAllTheSameIsRefused() throws Exception {
        server.on("tools/call", request -> Reply.result(TASK));
        try (server;
                ScriptedHost host = ScriptedHost.of(server.bridge())) {
            host.request(0, "initialize", initialize());
            host.result(0);
            host.request(1, "tools/call", call("job", "{}"));
            assertThat(host.refusal(1)).isEqualTo("client.bridge.server-invalid");
        }
    }

    @Test
    void aHostWithoutSessionsHasItsTasksAsTheServerMakesThem() throws Exception {
        server.on("tools/call", request -> Reply.result(TASK));
        server.on("tasks/get", request -> Reply.result(TASK.replace("\"task\"", "\"complete\"")));
        try (server;
                ScriptedHost host = ScriptedHost.of(server.bridge())) {
            Json meta = Json.object().put(MetaKeys.CLIENT_CAPABILITIES, CAPABLE).build();
            host.request(1, "tools/call", ScriptedHost.stamped(call("job", "{}").with(MetaKeys.META, meta)));
            assertThat(host.result(1)).isEqualTo(Json.parse(TASK));
            Json get = Json.object().put("taskId", "t").put(MetaKeys.META, meta).build();
            host.request(2, "tasks/get", ScriptedHost.stamped(get));
            assertThat(host.result(2).string("status")).contains("working");
        }
    }
}
