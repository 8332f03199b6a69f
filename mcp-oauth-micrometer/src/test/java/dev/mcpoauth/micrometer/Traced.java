package dev.mcpoauth.micrometer;

import io.micrometer.observation.ObservationHandler.FirstMatchingCompositeObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.handler.DefaultTracingObservationHandler;
import io.micrometer.tracing.handler.PropagatingReceiverTracingObservationHandler;
import io.micrometer.tracing.handler.PropagatingSenderTracingObservationHandler;
import io.micrometer.tracing.otel.bridge.OtelCurrentTraceContext;
import io.micrometer.tracing.otel.bridge.OtelPropagator;
import io.micrometer.tracing.otel.bridge.OtelTracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.util.List;

/** One process that exports its spans by OpenTelemetry's SDK, through Micrometer's bridge. */
final class Traced implements AutoCloseable {
    final ObservationRegistry observations = ObservationRegistry.create();
    final Tracer tracer;
    private final InMemorySpanExporter exported = InMemorySpanExporter.create();
    private final SdkTracerProvider provider = SdkTracerProvider.builder()
            .addSpanProcessor(SimpleSpanProcessor.create(exported))
            .build();

    Traced() {
        io.opentelemetry.api.trace.Tracer open = provider.get("test");
        tracer = new OtelTracer(open, new OtelCurrentTraceContext(), event -> {});
        OtelPropagator propagator =
                new OtelPropagator(ContextPropagators.create(W3CTraceContextPropagator.getInstance()), open);
        observations
                .observationConfig()
                .observationHandler(new FirstMatchingCompositeObservationHandler(
                        new PropagatingSenderTracingObservationHandler<>(tracer, propagator),
                        new PropagatingReceiverTracingObservationHandler<>(tracer, propagator),
                        new DefaultTracingObservationHandler(tracer)));
    }

    /** What ended so far, in the order of their ends. */
    List<SpanData> spans() {
        return exported.getFinishedSpanItems();
    }

    /** The one of this name, of the observation or of the span, that ended last. */
    SpanData last(String name) {
        return spans().stream()
                .filter(span -> span.getName().equals(name))
                .reduce((earlier, later) -> later)
                .orElseThrow(() -> new AssertionError(
                        name + " in " + spans().stream().map(SpanData::getName).toList()));
    }

    @Override
    public void close() {
        provider.close();
    }
}
