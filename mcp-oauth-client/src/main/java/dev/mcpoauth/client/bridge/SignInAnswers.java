package dev.mcpoauth.client.bridge;

import dev.mcpoauth.client.error.ClientReasons;
import dev.mcpoauth.transport.json.Json;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.ErrorResponse;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Request;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Response;
import java.util.Map;
import java.util.Optional;

/** What the bridge answers in place of a server that it is not signed in to, or that lacks what the host was promised. */
final class SignInAnswers {

    /** A tool of the bridge, for a host that shows nothing but tools. Its result tells where to sign in. */
    static final String TOOL = "mcp_oauth_bridge_sign_in";

    private static final Json TOOLS = Json.parse("""
            {"tools": [{"name": "%s", "title": "Sign in",
              "description": "The tools of this server are there after signing in. Tells the user where to do that.",
              "inputSchema": {"type": "object"}, "annotations": {"readOnlyHint": true}}]}""".formatted(TOOL));

    /** Which list is called what, and of which capability it is. */
    private static final Map<String, String> CAPABILITIES = Map.of(
            Methods.TOOLS_LIST,
            "tools",
            "prompts/list",
            "prompts",
            "resources/list",
            "resources",
            "resources/templates/list",
            "resources",
            Methods.SET_LEVEL,
            "logging");

    private static final Map<String, Json> EMPTY = Map.of(
            Methods.TOOLS_LIST,
            Json.parse("{\"tools\":[]}"),
            "prompts/list",
            Json.parse("{\"prompts\":[]}"),
            "resources/list",
            Json.parse("{\"resources\":[]}"),
            "resources/templates/list",
            Json.parse("{\"resourceTemplates\":[]}"),
            Methods.SET_LEVEL,
            Json.EMPTY_OBJECT);

    private SignInAnswers() {}

    /** The answer to a request that has waited long enough for the sign-in. */
    static JsonRpcMessage pending(Request request, String text) {
        return switch (request.method()) {
            case Methods.TOOLS_LIST -> new Response(request.id(), TOOLS);
            case Methods.TOOLS_CALL -> new Response(request.id(), toolResult(text, !isTool(request)));
            default ->
                Optional.ofNullable(EMPTY.get(request.method()))
                        .<JsonRpcMessage>map(empty -> new Response(request.id(), empty))
                        .orElseGet(() -> new ErrorResponse(
                                request.id(), Failures.error(ClientReasons.BRIDGE_SIGN_IN_PENDING, text)));
        };
    }

    /** Whether this answer stands for a list of the server that the host has yet to see. */
    static boolean isList(Request request) {
        return EMPTY.containsKey(request.method()) && !request.method().equals(Methods.SET_LEVEL);
    }

    /** Whether the request is for the bridge's own tool. */
    static boolean isTool(Request request) {
        return request.method().equals(Methods.TOOLS_CALL)
                && request.params().string("name").filter(TOOL::equals).isPresent();
    }

    /** The answer for a capability that the server does not have, if a host that was promised it asks. */
    static Optional<Json> lacking(Request request, Identity server) {
        if (isTool(request)) {
            return Optional.of(
                    toolResult("You are signed in. The server's own tools are in the list of tools.", false));
        }
        return Optional.ofNullable(CAPABILITIES.get(request.method()))
                .filter(capability -> !server.has(capability))
                .map(capability -> EMPTY.get(request.method()));
    }

    private static Json toolResult(String text, boolean error) {
        return Json.object()
                .put(
                        "content",
                        Json.array(Json.object()
                                .put("type", "text")
                                .put("text", text)
                                .build()))
                .put("isError", error)
                .build();
    }
}
