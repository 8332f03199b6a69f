package dev.mcpoauth.client.doctor;

import dev.mcpoauth.client.error.Printable;
import java.util.List;

/** The findings as a text for an issue: what a stranger needs to help. */
final class Report {
    private final Diagnosis diagnosis;
    private final List<String> program;

    Report(Diagnosis diagnosis, List<String> program) {
        this.diagnosis = diagnosis;
        this.program = List.copyOf(program);
    }

    String text() {
        StringBuilder text = new StringBuilder("# Report of mcp-oauth-bridge doctor\n\n");
        text.append("- Server: ").append(code(diagnosis.server())).append('\n');
        text.append("- Time: ").append(diagnosis.at()).append('\n');
        program.forEach(line -> text.append("- ").append(Printable.text(line)).append('\n'));
        text.append("\n").append(diagnosis.summary()).append("\n\n");
        text.append("| | rule | section | found |\n|---|---|---|---|\n");
        for (Finding finding : diagnosis.findings()) {
            text.append("| ")
                    .append(Table.mark(finding.mark()))
                    .append(" | `")
                    .append(finding.rule().id())
                    .append("` | ")
                    .append(finding.rule().section())
                    .append(" | ")
                    .append(code(finding.detail()))
                    .append(" |\n");
        }
        return text.toString();
    }

    /** What a server says stays text, whatever is in it. */
    private static String code(String text) {
        return text.isEmpty() ? "" : "`" + text.replace('`', '\'').replace("|", "\\|") + "`";
    }
}
