package dev.mcpoauth.server.flows;

import dev.mcpoauth.core.diagnostics.DiagnosticEvent;

/** Who called whom, as far as the path of a request tells. */
final class Asker {
    private Asker() {}

    static String of(DiagnosticEvent event) {
        String path = event.facts().getOrDefault("path", "");
        if (path.isEmpty()) {
            return event.facts().containsKey("resource") ? "client at the resource" : "";
        }
        String last = path.substring(path.lastIndexOf('/') + 1);
        return switch (last) {
            case "authorize", "interaction", "device", "connections", "flows" -> "browser at " + path;
            case "introspect" -> "resource at " + path;
            default -> (path.contains("/authorize/upstream/") ? "browser at " : "client at ") + path;
        };
    }
}
