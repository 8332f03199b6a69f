package dev.mcpoauth.transport.client.http;

import dev.mcpoauth.transport.HeaderValue;
import dev.mcpoauth.transport.ParameterHeaders;
import dev.mcpoauth.transport.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the transport has to know about the tools that it saw listed. */
final class KnownTools {

    private static final Logger log = LoggerFactory.getLogger(KnownTools.class);

    /** More tools than any model can choose from; the headers of later ones are learned by a refused call. */
    private static final int MAX_TOOLS = 10_000;

    private final Map<String, Tool> tools = new ConcurrentHashMap<>();

    private record Tool(ParameterHeaders headers, boolean repeatable) {}

    /** Remembers the tools of a {@code tools/list} result, and drops those whose annotations are malformed. */
    Json learn(Json result) {
        List<Json> usable = new ArrayList<>();
        for (Json tool : result.get("tools").map(Json::elements).orElse(List.of())) {
            if (learnTool(tool)) usable.add(tool);
        }
        return result.has("tools") ? result.with("tools", Json.array(usable)) : result;
    }

    private boolean learnTool(Json tool) {
        String name = tool.string("name").orElse("");
        try {
            ParameterHeaders headers =
                    ParameterHeaders.of(tool.get("inputSchema").orElse(Json.EMPTY_OBJECT));
            if (tools.size() < MAX_TOOLS || tools.containsKey(name))
                tools.put(name, new Tool(headers, isRepeatable(tool)));
            return true;
        } catch (IllegalArgumentException e) {
            log.warn("Tool {} is left out: {}", Json.of(name), e.getMessage());
            tools.remove(name);
            return false;
        }
    }

    /** What the server says about calling it twice; silence means that it may do harm. */
    private static boolean isRepeatable(Json tool) {
        return List.of("readOnlyHint", "idempotentHint").stream()
                .anyMatch(hint ->
                        tool.at("annotations", hint).flatMap(Json::asBoolean).orElse(false));
    }

    /** Whether a call whose response was lost can be made again. */
    boolean isRepeatable(String name) {
        return Optional.ofNullable(tools.get(name)).filter(Tool::repeatable).isPresent();
    }

    /** The {@code Mcp-Param-*} headers of a {@code tools/call}. */
    Map<String, String> headers(Json params) {
        Map<String, String> headers = new LinkedHashMap<>();
        Json arguments = params.get("arguments").orElse(Json.EMPTY_OBJECT);
        params.string("name")
                .map(tools::get)
                .map(tool -> tool.headers().headers(arguments))
                .orElse(Map.of())
                .forEach((name, value) -> headers.put(name, HeaderValue.encode(value)));
        return headers;
    }
}
