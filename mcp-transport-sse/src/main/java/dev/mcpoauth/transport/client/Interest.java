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
 * @param taskIds the tasks of which {@code notifications/tasks}; not before 2026-07-28
 */
public record Interest(
        boolean tools, boolean prompts, boolean resources, List<String> resourceUris, List<String> taskIds) {

    public Interest {
        resourceUris = List.copyOf(resourceUris);
        taskIds = List.copyOf(taskIds);
    }

    /** All three lists. */
    public static Interest inLists() {
        return new Interest(true, true, true, List.of(), List.of());
    }

    /** These resources. */
    public static Interest inResources(String... uris) {
        return new Interest(false, false, false, List.of(uris), List.of());
    }

    /** These tasks. */
    public static Interest inTasks(String... ids) {
        return new Interest(false, false, false, List.of(), List.of(ids));
    }

    Json toJson() {
        Json.Builder filter = Json.object();
        if (tools) filter.put("toolsListChanged", true);
        if (prompts) filter.put("promptsListChanged", true);
        if (resources) filter.put("resourcesListChanged", true);
        if (!resourceUris.isEmpty()) filter.put("resourceSubscriptions", Json.strings(resourceUris));
        if (!taskIds.isEmpty()) filter.put("taskIds", Json.strings(taskIds));
        return filter.build();
    }
}
