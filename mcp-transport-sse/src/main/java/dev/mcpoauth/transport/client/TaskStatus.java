package dev.mcpoauth.transport.client;

import dev.mcpoauth.transport.json.Json;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * A task at one moment (Tasks extension, "Tasks"): a view over its JSON.
 *
 * @param json the whole task
 */
public record TaskStatus(Json json) {

    private static final Set<String> OVER = Set.of("completed", "failed", "cancelled");
    private static final Duration SHORTEST = Duration.ofMillis(100);
    private static final Duration USUAL = Duration.ofSeconds(1);

    /** {@code working}, {@code input_required}, {@code completed}, {@code failed} or {@code cancelled}. */
    public String status() {
        return json.string("status").orElse("");
    }

    /** Whether nothing will change any more. */
    public boolean isOver() {
        return OVER.contains(status());
    }

    /** What the server says about it, for people. */
    public Optional<String> message() {
        return json.string("statusMessage");
    }

    /** How long to wait before the next look: what the server says, but not less than a tenth of a second. */
    public Duration pollInterval() {
        Duration wanted = json.get("pollIntervalMs")
                .flatMap(Json::asLong)
                .map(Duration::ofMillis)
                .orElse(USUAL);
        return wanted.compareTo(SHORTEST) < 0 ? SHORTEST : wanted;
    }

    /** The result, once it is completed. */
    public Optional<ToolResult> result() {
        return json.get("result").map(ToolResult::new);
    }
}
