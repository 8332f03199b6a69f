package dev.mcpoauth.example.boot;

import dev.mcpoauth.core.diagnostics.DiagnosticListener;
import dev.mcpoauth.core.diagnostics.Slf4jDiagnostics;
import dev.mcpoauth.micrometer.DecisionMetrics;
import dev.mcpoauth.micrometer.McpServletMetrics;
import dev.mcpoauth.micrometer.ObservedAccess;
import dev.mcpoauth.micrometer.ObservedCalls;
import dev.mcpoauth.micrometer.ObservedRequests;
import dev.mcpoauth.micrometer.RefusalMetrics;
import dev.mcpoauth.transport.refusal.RefusalListener;
import dev.mcpoauth.transport.servlet.McpServlet;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What tells Boot's registries what happens, beside the log. */
@Configuration(proxyBeanMethods = false)
class MetricsConfiguration {

    @Bean
    DiagnosticListener decisions(MeterRegistry registry) {
        return DiagnosticListener.of(List.of(new Slf4jDiagnostics(), new DecisionMetrics(registry)));
    }

    @Bean
    RefusalListener refusals(MeterRegistry registry) {
        return RefusalListener.of(RefusalListener.SLF4J, new RefusalMetrics(registry));
    }

    @Bean
    ObservedRequests requests(ObservationRegistry observations) {
        return new ObservedRequests(observations);
    }

    @Bean
    ObservedAccess access(ObservationRegistry observations) {
        return new ObservedAccess(observations);
    }

    @Bean
    ObservedCalls calls(ObservationRegistry observations) {
        return new ObservedCalls(observations);
    }

    /** Boot binds what is a {@code MeterBinder}. */
    @Bean
    McpServletMetrics streams(McpServlet servlet) {
        return new McpServletMetrics(servlet);
    }
}
