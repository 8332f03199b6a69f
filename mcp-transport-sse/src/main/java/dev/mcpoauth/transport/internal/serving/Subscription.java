package dev.mcpoauth.transport.internal.serving;

import dev.mcpoauth.transport.Extensions;
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
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** One {@code subscriptions/listen} request while it lasts (2026-07-28, Subscriptions). */
public final class Subscription {

    private static final List<ListFilter> LISTS = List.of(
            new ListFilter("toolsListChanged", "tools", Change.TOOLS),
            new ListFilter("promptsListChanged", "prompts", Change.PROMPTS),
            new ListFilter("resourcesListChanged", "resources", Change.RESOURCES));
    private static final String RESOURCES = "resourceSubscriptions";
    private static final String TASK_IDS = "taskIds";
    /** Most resources of one subscription. */
    public static final int MAX_RESOURCES = 1000;

    private static final int MAX_TASKS = 100;
    private static final int MAX_TEXT = 4096;

    private record ListFilter(String member, String capability, Change change) {}

    private final RequestId id;
    private final Json serverInfo;
    private final Consumer<JsonRpcMessage> sink;
    private final Set<Change> wanted;
    private final Json honored;
    private final TaskStatus tasks;

    /** The state of a task that its owner listens to. */
    public interface TaskStatus {
        /** What to tell of the task with this id, if it is there and the listener's. */
        Optional<Notification> of(String taskId);
    }

    private Subscription(
            RequestId id,
            Json serverInfo,
            Consumer<JsonRpcMessage> sink,
            Set<Change> wanted,
            Json honored,
            TaskStatus tasks) {
        this.id = id;
        this.serverInfo = serverInfo;
        this.sink = sink;
        this.wanted = Set.copyOf(wanted);
        this.honored = honored;
        this.tasks = tasks;
    }

    /**
     * Reads the filter; what the server does not offer, and tasks of others, are left out of what it honors.
     *
     * @param tasks those of the caller
     * @param sink takes what the client is told
     * @throws dev.mcpoauth.transport.refusal.RefusalException if the filter is malformed or too long, or names tasks though
     *     the client cannot have them
     */
    public static Subscription of(Request request, McpServer server, TaskStatus tasks, Consumer<JsonRpcMessage> sink) {
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
        if (capabilities.has("resources") && filter.has(RESOURCES)) {
            List<String> uris = texts(filter, RESOURCES, MAX_RESOURCES);
            uris.forEach(uri -> wanted.add(Change.resource(uri)));
            honored.put(RESOURCES, Json.strings(uris));
        }
        List<String> known = taskIds(request, capabilities).stream()
                .filter(task -> tasks.of(task).isPresent())
                .toList();
        known.forEach(task -> wanted.add(Change.task(task)));
        if (!known.isEmpty()) honored.put(TASK_IDS, Json.strings(known));
        return new Subscription(request.id(), server.info(), sink, wanted, honored.build(), tasks);
    }

    /**
     * The tasks that a client wants to listen to.
     *
     * @throws dev.mcpoauth.transport.refusal.RefusalException if they are too many, or the client cannot have tasks
     */
    public static List<String> taskIds(Request request, Json capabilities) {
        Json filter = request.params().get("notifications").orElse(Json.NULL);
        if (!filter.has(TASK_IDS) || !Extensions.isDeclared(capabilities, Extensions.TASKS)) return List.of();
        Json client =
                request.params().at(MetaKeys.META, MetaKeys.CLIENT_CAPABILITIES).orElse(Json.NULL);
        if (!Extensions.isDeclared(client, Extensions.TASKS)) {
            throw Refusal.missing(Extensions.declare(Json.EMPTY_OBJECT, Extensions.TASKS));
        }
        return texts(filter, TASK_IDS, MAX_TASKS);
    }

    private static List<String> texts(Json filter, String member, int max) {
        Json texts = filter.get(member).orElse(Json.NULL);
        if (!texts.isArray() || texts.size() > max) {
            throw Refusal.PARAMS_INVALID.because(member + " must be an array of at most " + max);
        }
        return texts.elements().stream().map(text -> text(text, member)).toList();
    }

    // Kept for as long as the client listens, so bounded.
    private static String text(Json json, String member) {
        return json.asString()
                .filter(text -> text.length() <= MAX_TEXT)
                .orElseThrow(() ->
                        Refusal.PARAMS_INVALID.because(member + " holds texts of at most " + MAX_TEXT + " characters"));
    }

    /** The first message of the stream. */
    public void acknowledge() {
        Json params = Json.object().put("notifications", honored).build();
        sink.accept(new Notification("notifications/subscriptions/acknowledged", marked(params)));
    }

    /** Tells what became of tasks before anybody listened. */
    public void catchUp() {
        wanted.stream().filter(change -> change.kind() == Change.Kind.TASK).forEach(this::tell);
    }

    /** Tells the client of a change, if it wants to know. */
    public void tell(Change change) {
        if (!wanted.contains(change)) return;
        if (change.kind() == Change.Kind.TASK) tellOfTask(change.uri());
        else send(change.toNotification());
    }

    // One at a time, so that an older state does not overtake a newer one.
    private synchronized void tellOfTask(String id) {
        tasks.of(id).ifPresent(this::send);
    }

    private void send(Notification notification) {
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
