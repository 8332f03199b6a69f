package dev.mcpoauth.server.flows;

import dev.mcpoauth.core.diagnostics.DiagnosticEvent;
import dev.mcpoauth.core.journal.Flow;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A flow as text, for a ticket or a mail: without secrets, as events hold none, and without the addresses of people. */
final class FlowReport {
    private final Remedies remedies;

    FlowReport(Remedies remedies) {
        this.remedies = remedies;
    }

    String of(Flow flow, List<String> evidence) {
        StringBuilder text = new StringBuilder("flow of client ")
                .append(flow.fact("client_id").orElse("(unknown)"))
                .append(", began ")
                .append(flow.began())
                .append('\n');
        flow.events().forEach(event -> text.append(line(flow, event)).append('\n'));
        Optional<Remedies.Remedy> remedy = flow.stoppedAt().flatMap(event -> remedies.of(event.reason()));
        remedy.ifPresent(found -> text.append("cause: ")
                .append(found.cause())
                .append("\nremedy: ")
                .append(found.remedy())
                .append("\nrule: ")
                .append(found.rule())
                .append('\n'));
        evidence.forEach(sentence -> text.append("evidence: ").append(sentence).append('\n'));
        return text.toString();
    }

    private static String line(Flow flow, DiagnosticEvent event) {
        String facts = event.facts().entrySet().stream()
                .filter(fact -> !fact.getKey().equals("address"))
                .sorted(Map.Entry.comparingByKey())
                .map(Map.Entry::toString)
                .collect(Collectors.joining(" "));
        return "+" + Duration.between(flow.began(), event.at()).toMillis() + " ms " + event.decision() + " "
                + event.reason() + " [" + event.correlationId() + "] " + facts;
    }
}
