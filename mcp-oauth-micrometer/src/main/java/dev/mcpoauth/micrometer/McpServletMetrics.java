package dev.mcpoauth.micrometer;

import dev.mcpoauth.transport.servlet.McpServlet;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.BaseUnits;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.function.ToDoubleFunction;

/** What an MCP servlet has open now: gauges. Keeps the servlet from being collected only as long as somebody keeps this. */
public final class McpServletMetrics implements MeterBinder {
    private final McpServlet servlet;
    private final Tags tags;

    /** Of the only servlet of the application. */
    public McpServletMetrics(McpServlet servlet) {
        this(servlet, Tags.empty());
    }

    /**
     * Of one of several servlets.
     *
     * @param tags what tells it from the others, such as its path
     */
    public McpServletMetrics(McpServlet servlet, Tags tags) {
        this.servlet = servlet;
        this.tags = tags;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        gauge(registry, "mcp.server.streams", "Responses that are not finished", "streams", McpServlet::streamCount);
        gauge(registry, "mcp.server.sessions", "Sessions that are open", "sessions", McpServlet::sessionCount);
        gauge(registry, "mcp.server.handlers", "Handlers that run", "handlers", McpServlet::callCount);
        gauge(registry, "mcp.server.bodies", "Requests whose body is not there", "requests", McpServlet::lateBodyCount);
        gauge(registry, "mcp.server.buffered", "Bytes that wait", BaseUnits.BYTES, McpServlet::bufferedBytes);
    }

    private void gauge(
            MeterRegistry registry, String name, String description, String unit, ToDoubleFunction<McpServlet> value) {
        Gauge.builder(name, servlet, value)
                .description(description)
                .baseUnit(unit)
                .tags(tags)
                .register(registry);
    }
}
