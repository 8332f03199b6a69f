package dev.mcpoauth.transport.server;

import dev.mcpoauth.transport.json.Json;
import java.net.URI;
import java.util.List;

/**
 * A picture that a client may show next to a name (since 2025-11-25).
 *
 * @param src an {@code https:} or {@code data:} URI
 * @param mimeType such as {@code image/png}
 * @param sizes such as {@code 48x48}, or {@code any}; empty if unknown
 */
public record Icon(URI src, String mimeType, List<String> sizes) {

    public Icon {
        String scheme = String.valueOf(src.getScheme());
        if (!scheme.equals("https") && !scheme.equals("data")) {
            throw new IllegalArgumentException("an icon is an https: or data: URI, not " + scheme + ":");
        }
        sizes = List.copyOf(sizes);
    }

    Json toJson() {
        Json.Builder icon = Json.object().put("src", src.toString()).put("mimeType", mimeType);
        if (!sizes.isEmpty()) icon.put("sizes", Json.strings(sizes));
        return icon.build();
    }
}
