package dev.mcpoauth.micrometer;

import dev.mcpoauth.server.resource.AccessObserver;
import dev.mcpoauth.server.resource.ResourceRequest;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;

/** Measures how long it takes to decide whether a request comes in, and how that was decided. Thread-safe. */
public final class ObservedAccess implements AccessObserver {
    static final String NAME = "mcp.oauth.resource.checks";

    private final ObservationRegistry registry;

    /** Observes in this registry. */
    public ObservedAccess(ObservationRegistry registry) {
        this.registry = registry;
    }

    @Override
    public Ended begins(ResourceRequest request) {
        Watch watch = Watch.start(registry, NAME, "check access token", Observation.Context::new);
        return status -> watch.tag("status", status).end();
    }
}
