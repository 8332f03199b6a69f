package dev.mcpoauth.example.sdk.peer;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a client does with a server, in this order. Used by one thread. */
final class Steps {

    private final Map<String, Step> steps = new LinkedHashMap<>();

    /** Something that throws if the peer does not do what it should. */
    @FunctionalInterface
    interface Step {
        /** Does it. */
        void run() throws Exception;
    }

    Steps() {}

    Steps add(String name, Step step) {
        steps.put(name, step);
        return this;
    }

    /**
     * Leaves out what a peer cannot do.
     *
     * @throws IllegalArgumentException if there is no such step
     */
    Steps without(Collection<String> names) {
        for (String name : names) {
            if (steps.remove(name) == null) throw new IllegalArgumentException("no step is called " + name);
        }
        return this;
    }

    /** All names. */
    List<String> names() {
        return List.copyOf(steps.keySet());
    }

    /** Runs one step. */
    void run(String name) throws Exception {
        Step step = steps.get(name);
        if (step == null) throw new IllegalArgumentException("no step is called " + name);
        step.run();
    }

    static void expect(boolean holds, Object seen) {
        if (!holds) throw new IllegalStateException("not this: " + seen);
    }
}
