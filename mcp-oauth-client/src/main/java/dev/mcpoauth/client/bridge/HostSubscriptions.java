package dev.mcpoauth.client.bridge;

import dev.mcpoauth.transport.MetaKeys;
import dev.mcpoauth.transport.json.Json;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Notification;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Request;
import dev.mcpoauth.transport.jsonrpc.RequestId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The {@code subscriptions/listen} requests of a host of the stateless era at a server that sends its notifications
 * unasked (2026-07-28, "Subscriptions"). Thread-safe.
 */
final class HostSubscriptions {
    private static final Map<String, String> LISTS = Map.of(
            "notifications/tools/list_changed", "toolsListChanged",
            "notifications/prompts/list_changed", "promptsListChanged",
            "notifications/resources/list_changed", "resourcesListChanged");
    private static final String RESOURCES = "resourceSubscriptions";

    private final Map<RequestId, Json> filters = new LinkedHashMap<>();

    static boolean isChange(Notification notification) {
        return LISTS.containsKey(notification.method()) || notification.method().equals(Methods.RESOURCE_UPDATED);
    }

    /** Begins a subscription; gives its acknowledgment. */
    synchronized Notification add(Request listen) {
        Json filter =
                listen.params().get("notifications").filter(Json::isObject).orElse(Json.EMPTY_OBJECT);
        Json.Builder granted = Json.object();
        Stream.concat(LISTS.values().stream(), Stream.of(RESOURCES))
                .forEach(name -> granted.putIfPresent(name, filter.get(name)));
        Json kept = granted.build();
        filters.put(listen.id(), kept);
        Json params = Json.object().put("notifications", kept).build();
        return marked(listen.id(), new Notification(Methods.ACKNOWLEDGED, params));
    }

    /** Ends a subscription; gives the resources that nobody wants to hear of any more. */
    synchronized Set<String> remove(RequestId id) {
        Json filter = filters.remove(id);
        Set<String> rest = filter == null ? Set.of() : resources(filter).collect(Collectors.toSet());
        return rest.stream()
                .filter(uri -> filters.values().stream().noneMatch(other -> wants(other, uri)))
                .collect(Collectors.toSet());
    }

    /** Ends those that are not among these. */
    synchronized void retain(Predicate<RequestId> open) {
        filters.keySet().removeIf(open.negate());
    }

    synchronized Set<String> resources() {
        return filters.values().stream().flatMap(HostSubscriptions::resources).collect(Collectors.toSet());
    }

    private static Stream<String> resources(Json filter) {
        return filter.get(RESOURCES).map(Json::elements).orElse(List.of()).stream()
                .flatMap(uri -> uri.asString().stream());
    }

    private static boolean wants(Json filter, String uri) {
        return resources(filter).anyMatch(uri::equals);
    }

    /** The notification once for each subscription that it is for. */
    synchronized List<Notification> addressed(Notification notification) {
        return filters.entrySet().stream()
                .filter(entry -> concerns(entry.getValue(), notification))
                .map(entry -> marked(entry.getKey(), notification))
                .toList();
    }

    private static boolean concerns(Json filter, Notification notification) {
        String list = LISTS.get(notification.method());
        return list == null
                ? wants(filter, notification.params().string("uri").orElse(""))
                : filter.get(list).equals(Optional.of(Json.of(true)));
    }

    private static Notification marked(RequestId id, Notification notification) {
        Json params = notification.params().isNull() ? Json.EMPTY_OBJECT : notification.params();
        Json meta = params.get(MetaKeys.META).filter(Json::isObject).orElse(Json.EMPTY_OBJECT);
        return new Notification(
                notification.method(), params.with(MetaKeys.META, meta.with(MetaKeys.SUBSCRIPTION_ID, id.value())));
    }
}
