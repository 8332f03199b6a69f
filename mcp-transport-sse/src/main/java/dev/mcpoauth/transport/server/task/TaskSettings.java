package dev.mcpoauth.transport.server.task;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Everything that can be set about the tasks of a server. Immutable; the defaults are safe. */
public final class TaskSettings {

    private final TaskStore store;
    private final Duration ttl;
    private final Duration pollInterval;
    private final Duration lease;
    private final int maxRunning;
    private final int maxRunningPerCaller;

    private TaskSettings(Builder builder) {
        store = builder.store;
        ttl = builder.ttl;
        pollInterval = builder.pollInterval;
        lease = builder.lease;
        maxRunning = builder.maxRunning;
        maxRunningPerCaller = builder.maxRunningPerCaller;
    }

    /** The defaults. */
    public static TaskSettings defaults() {
        return builder().build();
    }

    /** Starts with the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** Where tasks are kept. */
    public TaskStore store() {
        return store;
    }

    /** How long a task is kept, counted from its beginning. */
    public Duration ttl() {
        return ttl;
    }

    /** How long a client should wait between two looks at a task. */
    public Duration pollInterval() {
        return pollInterval;
    }

    /** How long after its last sign of life a running task is taken for lost. */
    public Duration lease() {
        return lease;
    }

    /** Most handlers that run as tasks on this node. */
    public int maxRunning() {
        return maxRunning;
    }

    /** Most handlers that run as tasks on this node for one verified caller. */
    public int maxRunningPerCaller() {
        return maxRunningPerCaller;
    }

    /** Collects settings. Used by one thread. */
    public static final class Builder {

        private TaskStore store = new MemoryTaskStore();
        private Duration ttl = Duration.ofHours(1);
        private Duration pollInterval = Duration.ofSeconds(1);
        private Duration lease = Duration.ofMinutes(1);
        private int maxRunning = 100;
        private int maxRunningPerCaller = 10;

        private Builder() {}

        /** Where tasks are kept; in memory, within its default limits, by default. */
        public Builder store(TaskStore store) {
            this.store = store;
            return this;
        }

        /**
         * How long a task is kept, counted from its beginning; one hour by default. One that still runs then is cancelled.
         * A result that comes late is kept five minutes longer, or as long again where that is less.
         */
        public Builder ttl(Duration ttl) {
            this.ttl = ttl;
            return this;
        }

        /** How long a client should wait between two looks at a task; one second by default. */
        public Builder pollInterval(Duration interval) {
            pollInterval = interval;
            return this;
        }

        /**
         * How long after its last sign of life a running task is taken for lost, because its node has stopped or cannot
         * reach the store; one minute by default. A node gives four signs of life in that time.
         */
        public Builder lease(Duration lease) {
            this.lease = lease;
            return this;
        }

        /** Most handlers that run as tasks on this node; 100 by default. */
        public Builder maxRunning(int tasks) {
            maxRunning = tasks;
            return this;
        }

        /** Most handlers that run as tasks on this node for one verified caller; 10 by default. */
        public Builder maxRunningPerCaller(int tasks) {
            maxRunningPerCaller = tasks;
            return this;
        }

        /**
         * The settings.
         *
         * @throws IllegalArgumentException naming every limit that is not positive
         */
        public TaskSettings build() {
            List<String> problems = new ArrayList<>();
            require(ttl.toMillis(), "ttl", problems);
            require(pollInterval.toMillis(), "pollInterval", problems);
            require(lease.toMillis(), "lease", problems);
            require(maxRunning, "maxRunning", problems);
            require(maxRunningPerCaller, "maxRunningPerCaller", problems);
            if (!problems.isEmpty()) throw new IllegalArgumentException("must be positive: " + problems);
            return new TaskSettings(this);
        }

        private static void require(long value, String name, List<String> problems) {
            if (value < 1) problems.add(name);
        }
    }
}
