package dev.mcpoauth.micrometer;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.observation.ObservationRegistry;

/** For applications that have no observation registry; Spring Boot has one, which also traces if a tracer is there. */
public final class TimedObservations {
    private TimedObservations() {}

    /** A registry whose observations become timers in the given one. */
    public static ObservationRegistry in(MeterRegistry registry) {
        ObservationRegistry observations = ObservationRegistry.create();
        observations.observationConfig().observationHandler(new DefaultMeterObservationHandler(registry));
        return observations;
    }
}
