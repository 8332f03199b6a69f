package dev.mcpoauth.transport.internal.serving;

import dev.mcpoauth.transport.MetaKeys;
import dev.mcpoauth.transport.json.Json;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Notification;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Request;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Response;
import dev.mcpoauth.transport.jsonrpc.RequestId;
import dev.mcpoauth.transport.refusal.Refusal;
import dev.mcpoauth.transport.server.Change;
import dev.mcpoauth.transport.server.McpServer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** One {@code subscriptions/listen} request while it lasts (2026-07-28, Subscriptions). */
public final class Subscription {

    private static final List<ListFilter> LISTS = List.of(
            new ListFilter("toolsListChanged", "tools", Change.TOOLS),
            new ListFilter("promptsListChanged", "prompts", Change.PROMPTS),
            new ListFilter("resourcesListChanged", "resources", Change.RESOURCES));
    /** Most resources of one subscription. */
    public static final int MAX_RESOURCES = 1000;

    private static final int MAX_URI = 4096;

    private record ListFilter(String member, String capability, Change change) {}

    private final RequestId id;
    private final Json serverInfo;
    private final Consumer<JsonRpcMessage> sink;
    private final Set<Change> wanted;
    private final Json honored;

    private Subscription(
            RequestId id, Json serverInfo, Consumer<JsonRpcMessage> sink, Set<Change> wanted, Json honored) {
        this.id = id;
        this.serverInfo = serverInfo;
        this.sink = sink;
        this.wanted = Set.copyOf(wanted);
        this.honored = honored;
    }

    /**
     * Reads the filter; what the server does not offer is left out of what it honors.
     *
     * @param sink takes what the client is told
     * @throws dev.mcpoauth.transport.refusal.RefusalException if the filter is malformed or too long
     */
    public static Subscription of(Request request, McpServer server, Consumer<JsonRpcMessage> sink) {
        Json capabilities = server.capabilities();
        Json filter = request.params().get("notifications").orElse(Json.NULL);
        if (!filter.isObject()) throw Refusal.PARAMS_INVALID.because("notifications must be an object");
        Set<Change> wanted = new LinkedHashSet<>();
        Json.Builder honored = Json.object();
        for (ListFilter list : LISTS) {
            boolean asked = filter.get(list.member()).flatMap(Json::asBoolean).orElse(false);
            if (!asked || !capabilities.has(list.capability())) continue;
            wanted.add(list.change());
            honored.put(list.member(), true);
        }
        if (capabilities.has("resources") && filter.has("resourceSubscriptions")) {
            List<String> uris = uris(filter.get("resourceSubscriptions").orElse(Json.NULL));
            uris.forEach(uri -> wanted.add(Change.resource(uri)));
            honored.put("resourceSubscriptions", Json.strings(uris));
        }
        return new Subscription(request.id(), server.info(), sink, wanted, honored.build());
    }

    private static List<String> uris(Json json) {
        if (!json.isArray() || json.size() > MAX_RESOURCES) {
            throw Refusal.PARAMS_INVALID.because("resourceSubscriptions must be an array of at most " + MAX_RESOURCES);
        }
        return json.elements().stream().map(Subscription::uri).toList();
    }

    // Kept for as long as the client listens, so bounded.
    private static String uri(Json json) {
        return json.asString()
                .filter(uri -> uri.length() <= MAX_URI)
                .orElseThrow(() -> Refusal.PARAMS_INVALID.because(
                        "a resource URI is a text of at most " + MAX_URI + " characters"));
    }

    /** The first message of the stream. */
    public void acknowledge() {
        Json params = Json.object().put("notifications", honored).build();
        sink.accept(new Notification("notifications/subscriptions/acknowledged", marked(params)));
    }

    /** Tells the client of a change, if it wants to know. */
    public void tell(Change change) {
        if (!wanted.contains(change)) return;
        Notification notification = change.toNotification();
        Json params = notification.params().isNull() ? Json.EMPTY_OBJECT : notification.params();
        sink.accept(new Notification(notification.method(), marked(params)));
    }

    /** The last message: it tells the end of the subscription from a lost connection. */
    public void end() {
        Json meta = Json.object()
                .put(MetaKeys.SUBSCRIPTION_ID, id.value())
                .put(MetaKeys.SERVER_INFO, serverInfo)
                .build();
        Json result = Json.object()
                .put("resultType", "complete")
                .put(MetaKeys.META, meta)
                .build();
        sink.accept(new Response(id, result));
    }

    private Json marked(Json params) {
        return params.with(
                MetaKeys.META,
                Json.object().put(MetaKeys.SUBSCRIPTION_ID, id.value()).build());
    }
}
