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
    public static final ToolFilter NONE = new ToolFilter(List.of(), List.of());

    private final List<Pattern> ignored;
    private final List<Pattern> allowed;

    private ToolFilter(List<Pattern> ignored, List<Pattern> allowed) {
        this.ignored = ignored;
        this.allowed = allowed;
    }

    /** Keeps back the tools that one of the patterns names. */
    public static ToolFilter ignoring(List<String> patterns) {
        return new ToolFilter(compiled(patterns), List.of());
    }

    /** The same that keeps back all tools which none of these patterns names, unless there are no patterns. */
    public ToolFilter allowingOnly(List<String> patterns) {
        return new ToolFilter(ignored, compiled(patterns));
    }

    private static List<Pattern> compiled(List<String> patterns) {
        return patterns.stream().map(ToolFilter::compile).toList();
    }

    private static Pattern compile(String glob) {
        String regex = Pattern.quote(glob).replace("*", "\\E.*\\Q");
        return Pattern.compile(regex, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.DOTALL);
    }

    private boolean ignores(Optional<String> name) {
        return name.isPresent()
                && (matches(ignored, name.get()) || (!allowed.isEmpty() && !matches(allowed, name.get())));
    }

    private static boolean matches(List<Pattern> patterns, String name) {
        return patterns.stream().anyMatch(pattern -> pattern.matcher(name).matches());
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
        if ((ignored.isEmpty() && allowed.isEmpty())
                || tools.isEmpty()
                || !request.method().equals(Methods.TOOLS_LIST)) {
            return response;
        }
        List<Json> kept = tools.get().elements().stream()
                .filter(tool -> !ignores(tool.string("name")))
                .toList();
        return new Response(response.id(), response.result().with("tools", Json.array(kept)));
    }
}
