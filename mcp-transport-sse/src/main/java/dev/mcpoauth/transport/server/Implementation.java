package dev.mcpoauth.transport.server;

import dev.mcpoauth.transport.json.Json;

/**
 * How a program introduces itself; never verified, for display only.
 *
 * @param name for programs
 * @param title for people
 * @param version its own version
 */
public record Implementation(String name, String title, String version) {

    Json toJson() {
        Json.Builder info = Json.object().put("name", name).put("version", version);
        if (!title.equals(name)) info.put("title", title);
        return info.build();
    }
}
