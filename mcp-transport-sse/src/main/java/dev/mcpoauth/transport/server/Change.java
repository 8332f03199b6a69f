package dev.mcpoauth.transport.server;

import dev.mcpoauth.transport.json.Json;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Notification;

/**
 * Something that clients may want to look at again.
 *
 * @param kind what changed
 * @param uri the resource, or the id of the task; empty for other kinds
 */
public record Change(Kind kind, String uri) {

    /** The list of tools is another one. */
    public static final Change TOOLS = new Change(Kind.TOOLS, "");

    /** The list of prompts is another one. */
    public static final Change PROMPTS = new Change(Kind.PROMPTS, "");

    /** The list of resources or templates is another one. */
    public static final Change RESOURCES = new Change(Kind.RESOURCES, "");

    /** A resource has other contents. */
    public static Change resource(String uri) {
        return new Change(Kind.RESOURCE, uri);
    }

    /** A task has another state. Who listens looks it up: see {@link McpServer#taskStatus}. */
    public static Change task(String id) {
        return new Change(Kind.TASK, id);
    }

    /**
     * The notification that tells a client.
     *
     * @throws IllegalStateException for a task, whose notification depends on who asks
     */
    public Notification toNotification() {
        if (kind == Kind.TASK) throw new IllegalStateException("ask McpServer.taskStatus");
        Json params = kind == Kind.RESOURCE ? Json.object().put("uri", uri).build() : Json.NULL;
        return new Notification(kind.notification, params);
    }

    /** What can change. */
    public enum Kind {
        TOOLS("notifications/tools/list_changed"),
        PROMPTS("notifications/prompts/list_changed"),
        RESOURCES("notifications/resources/list_changed"),
        RESOURCE("notifications/resources/updated"),
        TASK("notifications/tasks");

        private final String notification;

        Kind(String notification) {
            this.notification = notification;
        }
    }
}
