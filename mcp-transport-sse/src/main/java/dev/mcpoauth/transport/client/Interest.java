package dev.mcpoauth.transport.client;

import dev.mcpoauth.transport.json.Json;
import java.util.List;

/**
 * The changes that a client wants to hear of (2026-07-28, "Notification Filter").
 *
 * @param tools whether {@code notifications/tools/list_changed}
 * @param prompts whether {@code notifications/prompts/list_changed}
 * @param resources whether {@code notifications/resources/list_changed}
 * @param resourceUris the resources of which {@code notifications/resources/updated}
 */
public record Interest(boolean tools, boolean prompts, boolean resources, List<String> resourceUris) {

    public Interest {
        resourceUris = List.copyOf(resourceUris);
    }

    /** All three lists. */
    public static Interest inLists() {
        return new Interest(true, true, true, List.of());
    }

    /** These resources. */
    public static Interest inResources(String... uris) {
        return new Interest(false, false, false, List.of(uris));
    }

    Json toJson() {
        Json.Builder filter = Json.object();
        if (tools) filter.put("toolsListChanged", true);
        if (prompts) filter.put("promptsListChanged", true);
        if (resources) filter.put("resourcesListChanged", true);
        if (!resourceUris.isEmpty()) filter.put("resourceSubscriptions", Json.strings(resourceUris));
        return filter.build();
    }
}
