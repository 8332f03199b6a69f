package dev.mcpoauth.transport.servlet;

import dev.mcpoauth.transport.internal.serving.Subscription;
import dev.mcpoauth.transport.json.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What requests are aimed at: the names that a guard decides about. */
final class Targets {

    private static final Map<String, String> PARAMETERS = Map.of(
            "tools/call", "name",
            "prompts/get", "name",
            "resources/read", "uri",
            "resources/subscribe", "uri",
            "resources/unsubscribe", "uri",
            "tasks/get", "taskId",
            "tasks/update", "taskId",
            "tasks/cancel", "taskId");

    private Targets() {}

    /** The tool, prompt or resources that a request names; one empty text if it names none. */
    static List<String> of(String method, Json params) {
        List<String> named = switch (method) {
            case "completion/complete" -> reference(params.get("ref").orElse(Json.NULL));
            case "subscriptions/listen" -> resources(params);
            default ->
                Optional.ofNullable(PARAMETERS.get(method)).flatMap(params::string).stream()
                        .toList();
        };
        return named.isEmpty() ? List.of("") : named;
    }

    private static List<String> reference(Json ref) {
        boolean resource = ref.string("type").equals(Optional.of("ref/resource"));
        return ref.string(resource ? "uri" : "name").stream().toList();
    }

    // A request with more is refused, so nothing passes unseen.
    private static List<String> resources(Json params) {
        return params.at("notifications", "resourceSubscriptions").orElse(Json.NULL).elements().stream()
                .limit(Subscription.MAX_RESOURCES)
                .flatMap(uri -> uri.asString().stream())
                .toList();
    }
}
