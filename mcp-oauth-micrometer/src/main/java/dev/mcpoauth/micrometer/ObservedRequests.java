package dev.mcpoauth.micrometer;

import dev.mcpoauth.server.http.RequestObserver;
import dev.mcpoauth.server.http.WebRequest;
import io.micrometer.observation.ObservationRegistry;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Measures and traces the requests of an authorization server. Thread-safe. */
public final class ObservedRequests implements RequestObserver {
    static final String NAME = "mcp.oauth.server.requests";

    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS");

    private final ObservationRegistry registry;

    /** Observes in this registry. */
    public ObservedRequests(ObservationRegistry registry) {
        this.registry = registry;
    }

    @Override
    public Ended begins(WebRequest request, String endpoint) {
        String method = METHODS.contains(request.method()) ? request.method() : Few.OTHER;
        Watch watch = Watch.start(
                        registry,
                        NAME,
                        method + " " + endpoint,
                        Contexts.received(registry, request, ObservedRequests::header))
                .tag("endpoint", endpoint)
                .tag("method", method)
                .enter();
        return status -> watch.tag("status", status).end();
    }

    private static @Nullable String header(WebRequest request, String name) {
        return request.header(name).orElse(null);
    }
}
