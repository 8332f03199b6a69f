package dev.mcpoauth.client.doctor;

import dev.mcpoauth.client.testing.ScriptedServer;
import dev.mcpoauth.client.testing.ScriptedServer.Answer;
import dev.mcpoauth.client.testing.ScriptedServer.Answerer;
import dev.mcpoauth.client.testing.ScriptedServer.Received;
import dev.mcpoauth.transport.json.Json;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A server of which every rule holds, until a test says otherwise. */
final class HealthyServer implements AutoCloseable {
    static final String RESOURCE = "/.well-known/oauth-protected-resource/mcp";
    static final String ISSUER = "/.well-known/oauth-authorization-server";

    private static final String SESSIONS = "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{\"tools\":{}},"
            + "\"serverInfo\":{\"name\":\"healthy\",\"version\":\"1\"}}";
    private static final String DISCOVERED = "{\"resultType\":\"complete\",\"supportedVersions\":[\"2026-07-28\"],"
            + "\"capabilities\":{\"tools\":{}},\"ttlMs\":0,\"cacheScope\":\"private\",\"_meta\":"
            + "{\"io.modelcontextprotocol/serverInfo\":{\"name\":\"healthy\",\"version\":\"1\"}}}";

    final ScriptedServer scripted = new ScriptedServer();
    private volatile boolean sessions = true;
    private volatile boolean stateless = true;
    private volatile boolean locked = true;

    HealthyServer() {
        on("/mcp", this::mcp);
        for (String path : List.of("/register", "/token", ISSUER, RESOURCE)) {
            on(path, scripted.answerer(path));
        }
        scripted.metadata(json -> json.put("scopes_supported", List.of("read", "offline_access"))
                .put("grant_types_supported", List.of("authorization_code", "refresh_token")));
        scripted.resourceMetadata(json -> json.put("scopes_supported", List.of("read")));
    }

    /** Answers at the path, and lets pages of other origins read it. */
    HealthyServer on(String path, Answerer answerer) {
        scripted.on(
                path, request -> request.method().equals("OPTIONS") ? preflight() : readable(answerer.answer(request)));
        return this;
    }

    /** Answers at the path as it is. */
    HealthyServer plainlyOn(String path, Answerer answerer) {
        scripted.on(path, answerer);
        return this;
    }

    static Answer preflight() {
        return readable(new Answer(
                204,
                Map.of(
                        "Access-Control-Allow-Methods",
                        "GET, POST",
                        "Access-Control-Allow-Headers",
                        "Authorization, Content-Type, MCP-Protocol-Version, Mcp-Method, Mcp-Name, Mcp-Session-Id"),
                ""));
    }

    static Answer readable(Answer answer) {
        Map<String, String> headers = new HashMap<>(answer.headers());
        headers.put("Access-Control-Allow-Origin", "*");
        headers.put("Access-Control-Expose-Headers", "WWW-Authenticate, Mcp-Session-Id");
        return new Answer(answer.status(), headers, answer.body());
    }

    HealthyServer withoutSessions() {
        sessions = false;
        return this;
    }

    HealthyServer withoutTheStatelessEra() {
        stateless = false;
        return this;
    }

    HealthyServer unlocked() {
        locked = false;
        return this;
    }

    Answer mcp(Received request) {
        boolean anonymous = !request.headers().containsKey("authorization");
        if (locked && !scripted.isGood(request)) {
            return anonymous ? scripted.unauthorized() : unknown("invalid_token");
        }
        if (!request.method().equals("POST")) {
            return Answer.empty(request.method().equals("DELETE") ? 200 : 405);
        }
        return speak(Json.parse(request.body()));
    }

    Answer unknown(String error) {
        return new Answer(401, Map.of("WWW-Authenticate", "Bearer error=\"" + error + "\""), "");
    }

    private Answer speak(Json message) {
        String method = message.string("method").orElse("");
        if (!message.has("id")) {
            return Answer.empty(202);
        }
        if (method.equals("initialize") && sessions) {
            return result(message, SESSIONS);
        }
        if (method.equals("server/discover") && stateless) {
            return result(message, DISCOVERED);
        }
        return new Answer(
                400,
                Map.of("Content-Type", "application/json"),
                "{\"jsonrpc\":\"2.0\",\"id\":" + message.get("id").orElseThrow()
                        + ",\"error\":{\"code\":-32601,\"message\":\"no\"}}");
    }

    /** What a server of the stateless era without a lock says to anything. */
    static String discovered(byte[] request) {
        return result(Json.parse(request), DISCOVERED).body();
    }

    private static Answer result(Json message, String result) {
        String body = "{\"jsonrpc\":\"2.0\",\"id\":" + message.get("id").orElseThrow() + ",\"result\":" + result + "}";
        return new Answer(200, Map.of("Content-Type", "application/json"), body);
    }

    Doctor.Builder doctor() {
        return Doctor.of(scripted.mcp()).patience(Duration.ofSeconds(3));
    }

    @Override
    public void close() {
        scripted.close();
    }
}
