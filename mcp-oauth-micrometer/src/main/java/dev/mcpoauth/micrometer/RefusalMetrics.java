package dev.mcpoauth.micrometer;

import dev.mcpoauth.transport.refusal.RefusalListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * Counts what an MCP server refuses, by reason. Thread-safe.
 *
 * <p>Takes the place of the log unless both are told: {@code RefusalListener.of(RefusalListener.SLF4J, metrics)}.
 */
public final class RefusalMetrics implements RefusalListener {
    static final String REFUSALS = "mcp.server.refusals";

    private final MeterRegistry registry;

    /** Counts in this registry. */
    public RefusalMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void refused(Event event) {
        Counter.builder(REFUSALS)
                .description("Refusals of the MCP server")
                .tag("reason", event.refusal().id())
                .register(registry)
                .increment();
    }
}
