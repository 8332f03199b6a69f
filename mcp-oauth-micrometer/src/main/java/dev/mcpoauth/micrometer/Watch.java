package dev.mcpoauth.micrometer;

import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One observation from its start to its end. What handlers of a registry throw is dropped: measuring changes no outcome. */
final class Watch {
    private static final Logger LOG = LoggerFactory.getLogger(Watch.class);

    private final Observation observation;
    private final AtomicBoolean ended = new AtomicBoolean();
    private Observation.@Nullable Scope scope;

    private Watch(Observation observation) {
        this.observation = observation;
    }

    /** Starts an observation, without a scope. */
    static Watch start(ObservationRegistry registry, String name, String span, Supplier<Observation.Context> context) {
        Watch watch = new Watch(Observation.createNotStarted(name, context, registry));
        watch.shielded(() -> watch.observation.contextualName(span).start());
        return watch;
    }

    /** What this thread observes from here on is part of this; ends on the same thread. */
    Watch enter() {
        shielded(() -> scope = observation.openScope());
        return this;
    }

    /** Adds a tag, of few values. */
    Watch tag(String name, Object value) {
        shielded(() -> observation.lowCardinalityKeyValue(KeyValue.of(name, text(value))));
        return this;
    }

    private static String text(Object value) {
        return value instanceof Enum<?> constant ? constant.name().toLowerCase(Locale.ROOT) : value.toString();
    }

    /** Ends it; a second end does nothing. */
    void end() {
        if (ended.compareAndSet(false, true)) {
            if (scope != null) {
                shielded(scope::close);
            }
            shielded(observation::stop);
        }
    }

    private void shielded(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException dropped) {
            LOG.warn("an observation handler failed; the observation is incomplete", dropped);
        }
    }
}
