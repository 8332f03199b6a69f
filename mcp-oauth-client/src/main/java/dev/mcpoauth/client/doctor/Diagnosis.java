package dev.mcpoauth.client.doctor;

import dev.mcpoauth.client.doctor.Finding.Mark;
import dev.mcpoauth.core.diagnostics.Reason;
import dev.mcpoauth.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** What the doctor found, one finding for each rule, in the order of {@link Doctor#rules}. Immutable. */
public final class Diagnosis {
    private final String server;
    private final Instant at;
    private final List<Finding> findings;

    /**
     * Of these findings.
     *
     * @param server its URL as it may be shown
     */
    Diagnosis(String server, Instant at, List<Finding> findings) {
        this.server = server;
        this.at = at;
        this.findings = List.copyOf(findings);
    }

    /** All findings. */
    public List<Finding> findings() {
        return findings;
    }

    /** The findings with this mark. The first that does not hold is the most likely cause of the others. */
    public List<Finding> marked(Mark mark) {
        return findings.stream().filter(finding -> finding.mark() == mark).toList();
    }

    /** Whether a client can sign in and stay signed in, or need not sign in: no rule fails. */
    public boolean canSignIn() {
        return marked(Mark.FAILS).isEmpty();
    }

    /** The result in one sentence. */
    public String summary() {
        int fails = marked(Mark.FAILS).size();
        int warns = marked(Mark.WARNS).size();
        String verdict = canSignIn() ? "A client can sign in" : "A client cannot sign in";
        return verdict + " (failed: " + fails + ", warnings: " + warns + ").";
    }

    /** A table for a terminal, of lines that end with a line feed. */
    public String table() {
        return new Table(this).text();
    }

    /** The same for machines; {@code docs/doctor.md} has its members. */
    public String toJson() {
        return JsonObject.builder()
                .put("server", server)
                .put("at", at.toString())
                .put("canSignIn", canSignIn())
                .put("findings", findings.stream().map(Diagnosis::json).toList())
                .build()
                .toJson();
    }

    private static JsonObject json(Finding finding) {
        Rule rule = finding.rule();
        return JsonObject.builder()
                .put("id", rule.id())
                .put("mark", finding.mark().name().toLowerCase(Locale.ROOT))
                .put("checks", rule.checks())
                .put("detail", finding.detail())
                .put("section", rule.section())
                .put("remedy", rule.remedy())
                .put("reasons", rule.reasons().stream().map(Reason::id).toList())
                .build();
    }

    /**
     * A report in Markdown that can be published: it has no secrets, but host names.
     *
     * @param program what the reader has to know about the program that asked, such as its version; one line each
     */
    public String report(List<String> program) {
        return new Report(this, program).text();
    }

    String server() {
        return server;
    }

    Instant at() {
        return at;
    }

    @Override
    public String toString() {
        return "Diagnosis[" + server + ", " + summary() + "]";
    }
}
