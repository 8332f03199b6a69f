package dev.mcpoauth.micrometer;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.Propagator;
import io.micrometer.observation.transport.ReceiverContext;
import io.micrometer.observation.transport.SenderContext;
import java.util.Map;
import java.util.function.Supplier;

/** Where an observation belongs: to which trace. */
final class Contexts {
    private Contexts() {}

    /** Part of what the thread observes already, or else of the sender's trace (W3C Trace Context). */
    static <C> Supplier<Observation.Context> received(
            ObservationRegistry registry, C carrier, Propagator.Getter<C> header) {
        if (registry.getCurrentObservation() != null) {
            return Observation.Context::new;
        }
        return () -> {
            ReceiverContext<C> context = new ReceiverContext<>(header, Kind.SERVER);
            context.setCarrier(carrier);
            return context;
        };
    }

    /** What tells the receiver of which trace it is goes into the map; nothing without a tracer. */
    static Supplier<Observation.Context> sent(Map<String, String> trace) {
        return () -> {
            SenderContext<Map<String, String>> context =
                    new SenderContext<>((carrier, name, value) -> trace.put(name, value), Kind.CLIENT);
            context.setCarrier(trace);
            return context;
        };
    }
}
