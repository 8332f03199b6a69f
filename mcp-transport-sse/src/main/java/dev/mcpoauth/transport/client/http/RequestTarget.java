package dev.mcpoauth.transport.client.http;

import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Request;
import java.util.Map;
import java.util.Optional;

/** What a request is aimed at: the source of {@code Mcp-Name} (2026-07-28, "Standard Request Headers"). */
final class RequestTarget {

    private static final Map<String, String> MEMBER = Map.of(
            "tools/call", "name",
            "prompts/get", "name",
            "resources/read", "uri",
            "tasks/get", "taskId",
            "tasks/update", "taskId",
            "tasks/cancel", "taskId");

    private RequestTarget() {}

    static Optional<String> of(Request request) {
        return Optional.ofNullable(MEMBER.get(request.method()))
                .flatMap(member -> request.params().string(member));
    }
}
