package dev.mcpoauth.transport.server;

import dev.mcpoauth.transport.json.Json;
import java.util.Base64;

/** What is in a resource: text or bytes, under the URI that was read. Immutable. */
public final class ResourceContents {

    private final Json json;

    private ResourceContents(Json json) {
        this.json = json;
    }

    /** Text. */
    public static ResourceContents text(String uri, String mimeType, String text) {
        return new ResourceContents(Json.object()
                .put("uri", uri)
                .put("mimeType", mimeType)
                .put("text", text)
                .build());
    }

    /** Bytes. */
    public static ResourceContents blob(String uri, String mimeType, byte[] bytes) {
        return new ResourceContents(Json.object()
                .put("uri", uri)
                .put("mimeType", mimeType)
                .put("blob", Base64.getEncoder().encodeToString(bytes))
                .build());
    }

    /** The contents on the wire. */
    public Json toJson() {
        return json;
    }
}
