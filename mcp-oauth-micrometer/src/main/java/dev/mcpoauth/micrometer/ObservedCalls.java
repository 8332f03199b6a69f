package dev.mcpoauth.micrometer;

import dev.mcpoauth.transport.MetaKeys;
import dev.mcpoauth.transport.json.Json;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Request;
import dev.mcpoauth.transport.server.CallObserver;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

/**
 * Measures and traces the requests of an MCP server, as part of the client's trace if {@code _meta} names one. Of tools and
 * prompts, 200 are told apart. Thread-safe.
 */
public final class ObservedCalls implements CallObserver {
    static final String NAME = "mcp.server.calls";

    private static final int TARGETS = 200;

    private final ObservationRegistry registry;
    private final Few targets = new Few(TARGETS);

    /** Observes in this registry. */
    public ObservedCalls(ObservationRegistry registry) {
        this.registry = registry;
    }

    @Override
    public Ended begins(Operation operation, Request request) {
        String target = operation.target().isEmpty() ? "none" : targets.bounded(operation.target());
        String span = (operation.method() + " " + operation.target()).strip();
        Json meta = request.params().get(MetaKeys.META).orElse(Json.EMPTY_OBJECT);
        Watch watch = Watch.start(registry, NAME, span, Contexts.received(registry, meta, ObservedCalls::field))
                .tag("method", operation.method())
                .tag("target", target)
                .tag("version", operation.version().wire())
                .enter();
        return outcome -> watch.tag("outcome", outcome).end();
    }

    private static @Nullable String field(Json meta, String name) {
        return meta.string(name).orElse(null);
    }
}
