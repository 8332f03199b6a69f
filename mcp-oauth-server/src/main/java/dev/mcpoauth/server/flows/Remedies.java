package dev.mcpoauth.server.flows;

import dev.mcpoauth.core.diagnostics.Reason;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What {@code docs/reasons.md} says of each reason; the build puts that document into the jar. Immutable. */
final class Remedies {
    private static final Pattern ROW =
            Pattern.compile("(?m)^\\| `([a-z0-9.-]+)` \\| (.*?) \\| (.*?) \\| (.*?) \\| (.*?) \\|$");

    private final Map<String, Remedy> byId;

    private Remedies(Map<String, Remedy> byId) {
        this.byId = byId;
    }

    /**
     * One line of the document.
     *
     * @param peerSees what the other side was told
     * @param cause why
     * @param remedy what to do
     * @param rule the section that rules
     */
    record Remedy(String peerSees, String cause, String remedy, String rule) {}

    static Remedies read() {
        return parse(Resource.text("reasons.md"));
    }

    private static Remedies parse(String document) {
        return new Remedies(ROW.matcher(document)
                .results()
                .collect(Collectors.toMap(
                        row -> row.group(1),
                        row -> new Remedy(
                                plain(row.group(2)), plain(row.group(3)), plain(row.group(4)), plain(row.group(5))),
                        (one, again) -> one)));
    }

    /** Markdown as text. */
    private static String plain(String cell) {
        return cell.replace("`", "").replaceAll("\\[([^\\]]*)\\]\\([^)]*\\)", "$1");
    }

    /** Empty for the reasons of an application's own decisions. */
    Optional<Remedy> of(Reason reason) {
        return of(reason.id());
    }

    /** As above, of whatever somebody asks for. */
    Optional<Remedy> of(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    Set<String> ids() {
        return byId.keySet();
    }
}
