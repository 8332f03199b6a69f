package dev.mcpoauth.client.bridge;

import dev.mcpoauth.client.error.ClientReasons;
import dev.mcpoauth.transport.json.Json;
import dev.mcpoauth.transport.jsonrpc.ErrorCode;
import dev.mcpoauth.transport.jsonrpc.JsonRpcError;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Request;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Response;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Keeps tools from the host: they are not listed, and calling them is refused. Names are compared without regard to
 * case, and {@code *} stands for any text. Immutable.
 */
public final class ToolFilter {

    /** Keeps nothing back. */
    public static final ToolFilter NONE = new ToolFilter(List.of());

    private final List<Pattern> ignored;

    private ToolFilter(List<Pattern> ignored) {
        this.ignored = ignored;
    }

    /** Keeps back the tools that one of the patterns names. */
    public static ToolFilter ignoring(List<String> patterns) {
        return new ToolFilter(patterns.stream().map(ToolFilter::compile).toList());
    }

    private static Pattern compile(String glob) {
        String regex = Pattern.quote(glob).replace("*", "\\E.*\\Q");
        return Pattern.compile(regex, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.DOTALL);
    }

    private boolean ignores(Optional<String> name) {
        return name.isPresent()
                && ignored.stream()
                        .anyMatch(pattern -> pattern.matcher(name.get()).matches());
    }

    /** Why a request may not go on. */
    Optional<JsonRpcError> refusal(Request request) {
        boolean refused = request.method().equals(Methods.TOOLS_CALL)
                && ignores(request.params().string("name"));
        return refused
                ? Optional.of(Failures.error(
                        ErrorCode.INVALID_PARAMS,
                        ClientReasons.BRIDGE_TOOL_IGNORED,
                        "this tool is switched off in the bridge's configuration"))
                : Optional.empty();
    }

    /** The answer to the request without the tools that are kept back. */
    Response filtered(Request request, Response response) {
        Optional<Json> tools = response.result().get("tools");
        if (ignored.isEmpty() || tools.isEmpty() || !request.method().equals(Methods.TOOLS_LIST)) {
            return response;
        }
        List<Json> kept = tools.get().elements().stream()
                .filter(tool -> !ignores(tool.string("name")))
                .toList();
        return new Response(response.id(), response.result().with("tools", Json.array(kept)));
    }
}
