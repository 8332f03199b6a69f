package dev.mcpoauth.transport.server;

import dev.mcpoauth.transport.json.Json;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Notification;

/**
 * Something that clients may want to look at again.
 *
 * @param kind what changed
 * @param uri the resource; empty unless the kind is {@link Kind#RESOURCE}
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

    /** The notification that tells a client. */
    public Notification toNotification() {
        Json params = kind == Kind.RESOURCE ? Json.object().put("uri", uri).build() : Json.NULL;
        return new Notification(kind.notification, params);
    }

    /** What can change. */
    public enum Kind {
        TOOLS("notifications/tools/list_changed"),
        PROMPTS("notifications/prompts/list_changed"),
        RESOURCES("notifications/resources/list_changed"),
        RESOURCE("notifications/resources/updated");

        private final String notification;

        Kind(String notification) {
            this.notification = notification;
        }
    }
}
