package dev.mcpoauth.client.doctor;

import dev.mcpoauth.client.doctor.Finding.Mark;
import dev.mcpoauth.core.diagnostics.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The findings as lines: mark, id, section and detail of each, and the remedy where it is needed. */
final class Table {
    private static final String MARGIN = " ".repeat(6);

    private final Diagnosis diagnosis;

    Table(Diagnosis diagnosis) {
        this.diagnosis = diagnosis;
    }

    String text() {
        int id = width(rule -> rule.id());
        int section = width(rule -> rule.section());
        StringBuilder text = new StringBuilder();
        for (List<Finding> run : runs()) {
            Finding finding = run.get(0);
            Rule rule = finding.rule();
            boolean several = run.size() > 1;
            text.append(padded(mark(finding.mark()), 6))
                    .append(padded(several ? run.size() + " rules not applied" : rule.id(), id + 2))
                    .append(padded(several ? "" : rule.section(), section + 2))
                    .append(finding.detail())
                    .append('\n');
            if (finding.mark() == Mark.WARNS || finding.mark() == Mark.FAILS) {
                text.append(advice(rule));
            }
        }
        return text.append('\n').append(diagnosis.summary()).append('\n').toString();
    }

    /** What was skipped in a row for the same reason is one line. */
    private List<List<Finding>> runs() {
        List<List<Finding>> runs = new ArrayList<>();
        for (Finding finding : diagnosis.findings()) {
            List<Finding> last = runs.isEmpty() ? List.of() : runs.get(runs.size() - 1);
            if (!last.isEmpty() && isRepeated(last.get(0), finding)) {
                last.add(finding);
            } else {
                runs.add(new ArrayList<>(List.of(finding)));
            }
        }
        return runs;
    }

    private static boolean isRepeated(Finding one, Finding next) {
        return one.mark() == Mark.SKIPPED
                && next.mark() == Mark.SKIPPED
                && one.detail().equals(next.detail());
    }

    private static String advice(Rule rule) {
        String reasons = rule.reasons().stream().map(Reason::id).collect(Collectors.joining(", "));
        String expected = MARGIN + "Expected: " + rule.checks() + ".\n";
        String remedy = MARGIN + "Remedy: " + rule.remedy() + "\n";
        return expected + remedy + (reasons.isEmpty() ? "" : MARGIN + "Reason: " + reasons + "\n");
    }

    private int width(Function<Rule, String> column) {
        return diagnosis.findings().stream()
                .mapToInt(finding -> column.apply(finding.rule()).length())
                .max()
                .orElse(0);
    }

    static String mark(Mark mark) {
        return switch (mark) {
            case HOLDS -> "ok";
            case WARNS -> "warn";
            case FAILS -> "FAIL";
            case SKIPPED -> "-";
        };
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }
}
