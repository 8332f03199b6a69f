package dev.mcpoauth.transport.server;

import dev.mcpoauth.transport.json.Json;
import java.net.URI;
import java.util.List;
import java.util.Locale;

/**
 * A picture that a client may show next to a name (since 2025-11-25).
 *
 * @param src an {@code https:} or {@code data:} URI
 * @param mimeType such as {@code image/png}
 * @param sizes such as {@code 48x48}, or {@code any}; empty if unknown
 * @param theme the background that it is made for
 */
public record Icon(URI src, String mimeType, List<String> sizes, Theme theme) {

    public Icon {
        String scheme = String.valueOf(src.getScheme());
        if (!scheme.equals("https") && !scheme.equals("data")) {
            throw new IllegalArgumentException("an icon is an https: or data: URI, not " + scheme + ":");
        }
        sizes = List.copyOf(sizes);
    }

    /** A picture for any background. */
    public static Icon of(URI src, String mimeType, String... sizes) {
        return new Icon(src, mimeType, List.of(sizes), Theme.ANY);
    }

    /** The background that a picture is made for. */
    public enum Theme {
        ANY,
        LIGHT,
        DARK
    }

    Json toJson() {
        Json.Builder icon = Json.object().put("src", src.toString()).put("mimeType", mimeType);
        if (!sizes.isEmpty()) icon.put("sizes", Json.strings(sizes));
        if (theme != Theme.ANY) icon.put("theme", theme.name().toLowerCase(Locale.ROOT));
        return icon.build();
    }

    static Json list(Icon... icons) {
        return Json.array(List.of(icons).stream().map(Icon::toJson).toList());
    }
}
