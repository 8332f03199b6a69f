package dev.mcpoauth.transport.server;

import dev.mcpoauth.transport.ProtocolVersion;
import dev.mcpoauth.transport.json.Json;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Notification;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Request;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Response;
import dev.mcpoauth.transport.jsonrpc.RequestId;
import java.security.Principal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** A stateless call without a transport, of a client that can have tasks unless told otherwise. */
final class TestCall implements Call {

    static final Json WITH_TASKS =
            Json.parse("{\"elicitation\":{},\"sampling\":{},\"extensions\":{\"io.modelcontextprotocol/tasks\":{}}}");

    final List<Notification> sent = new CopyOnWriteArrayList<>();
    private final String callerKey;
    private final Json capabilities;

    TestCall(String callerKey, Json capabilities) {
        this.callerKey = callerKey;
        this.capabilities = capabilities;
    }

    TestCall(String callerKey) {
        this(callerKey, WITH_TASKS);
    }

    /** What the server answers. */
    Json ask(McpServer server, String method, Json params) throws InterruptedException {
        return server.handle(new Request(RequestId.of(1), method, params), this);
    }

    Json callTool(McpServer server, String name) throws InterruptedException {
        return ask(server, "tools/call", Json.object().put("name", name).build());
    }

    Json getTask(McpServer server, String id) throws InterruptedException {
        return ask(server, "tasks/get", Json.object().put("taskId", id).build());
    }

    Json cancelTask(McpServer server, String id) throws InterruptedException {
        return ask(server, "tasks/cancel", Json.object().put("taskId", id).build());
    }

    Json updateTask(McpServer server, String id, String responses) throws InterruptedException {
        return ask(
                server,
                "tasks/update",
                Json.object()
                        .put("taskId", id)
                        .put("inputResponses", Json.parse(responses))
                        .build());
    }

    @Override
    public ProtocolVersion version() {
        return ProtocolVersion.V2026_07_28;
    }

    @Override
    public Json clientCapabilities() {
        return capabilities;
    }

    @Override
    public Optional<Principal> caller() {
        return Optional.of(() -> callerKey);
    }

    @Override
    public String callerKey() {
        return callerKey;
    }

    @Override
    public Optional<ClientSession> session() {
        return Optional.empty();
    }

    @Override
    public void send(Notification notification) {
        sent.add(notification);
    }

    @Override
    public Response request(String method, Json params) {
        throw new AssertionError("the stateless era has no such requests");
    }

    @Override
    public boolean cancelled() {
        return false;
    }

    @Override
    public void releaseConnection(Duration retry) {
        // A hint, and there is no connection.
    }
}
