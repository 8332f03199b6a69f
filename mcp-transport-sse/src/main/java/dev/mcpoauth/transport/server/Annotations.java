package dev.mcpoauth.transport.server;

import dev.mcpoauth.transport.json.Json;
import java.time.Instant;
import java.util.Arrays;

/** Hints about a resource or a piece of content: for whom, how important, how old (MCP, "Annotations"). Immutable. */
public final class Annotations {

    /** No hint. */
    public static final Annotations NONE = new Annotations(Json.EMPTY_OBJECT);

    private final Json json;

    private Annotations(Json json) {
        this.json = json;
    }

    /** For whom it is. */
    public Annotations audience(Role... roles) {
        return with(
                "audience", Json.strings(Arrays.stream(roles).map(Role::wire).toList()));
    }

    /**
     * How important it is: 1 for "required", 0 for "may be left out".
     *
     * @throws IllegalArgumentException if it is not between 0 and 1
     */
    public Annotations priority(double priority) {
        if (!(priority >= 0 && priority <= 1)) throw new IllegalArgumentException("a priority is between 0 and 1");
        return with("priority", Json.of(priority));
    }

    /** When it was last changed. */
    public Annotations lastModified(Instant when) {
        return with("lastModified", Json.of(when.toString()));
    }

    private Annotations with(String name, Json value) {
        return new Annotations(json.with(name, value));
    }

    Json toJson() {
        return json;
    }
}
