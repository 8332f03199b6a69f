package dev.mcpoauth.transport.server;

import dev.mcpoauth.transport.json.Json;
import java.net.URI;
import java.util.Base64;
import java.util.Collection;

/** A piece of what a tool or prompt says: text, picture, sound, or a resource. Immutable. */
public final class Content {

    private final Json json;

    private Content(Json json) {
        this.json = json;
    }

    /** Text. */
    public static Content text(String text) {
        return new Content(Json.object().put("type", "text").put("text", text).build());
    }

    /** A picture. */
    public static Content image(byte[] data, String mimeType) {
        return binary("image", data, mimeType);
    }

    /** A sound. */
    public static Content audio(byte[] data, String mimeType) {
        return binary("audio", data, mimeType);
    }

    /** A resource with its contents. */
    public static Content resource(ResourceContents contents) {
        return new Content(Json.object()
                .put("type", "resource")
                .put("resource", contents.toJson())
                .build());
    }

    /** A resource that the client can read if it wants (since 2025-06-18). */
    public static Content link(URI uri, String name) {
        return new Content(Json.object()
                .put("type", "resource_link")
                .put("uri", uri.toString())
                .put("name", name)
                .build());
    }

    /** The same with all that is known of it. */
    public static Content link(ResourceDefinition resource) {
        return new Content(Json.object()
                .put("type", "resource_link")
                .putAll(resource.toJson())
                .build());
    }

    /** The same content, with hints. */
    public Content annotated(Annotations annotations) {
        return new Content(json.with("annotations", annotations.toJson()));
    }

    private static Content binary(String type, byte[] data, String mimeType) {
        return new Content(Json.object()
                .put("type", type)
                .put("data", Base64.getEncoder().encodeToString(data))
                .put("mimeType", mimeType)
                .build());
    }

    /** The content on the wire. */
    public Json toJson() {
        return json;
    }

    static Json list(Collection<Content> content) {
        return Json.array(content.stream().map(Content::toJson).toList());
    }
}
