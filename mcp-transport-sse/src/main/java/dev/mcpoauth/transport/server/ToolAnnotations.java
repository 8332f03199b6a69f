package dev.mcpoauth.transport.server;

import dev.mcpoauth.transport.json.Json;

/**
 * Hints about a tool; clients must not trust them blindly (MCP, Tools, "ToolAnnotations").
 *
 * @param readOnly changes nothing
 * @param destructive may destroy what was there, rather than only add
 * @param idempotent the same call again changes nothing more
 * @param openWorld reaches beyond a closed set of things
 */
public record ToolAnnotations(boolean readOnly, boolean destructive, boolean idempotent, boolean openWorld) {

    /** A tool that only looks, inside a closed world. */
    public static final ToolAnnotations READ_ONLY = new ToolAnnotations(true, false, true, false);

    Json toJson() {
        return Json.object()
                .put("readOnlyHint", readOnly)
                .put("destructiveHint", destructive)
                .put("idempotentHint", idempotent)
                .put("openWorldHint", openWorld)
                .build();
    }
}
