package dev.mcpoauth.server.flows;

import static dev.mcpoauth.server.login.Html.escape;

import dev.mcpoauth.core.diagnostics.DiagnosticEvent;
import dev.mcpoauth.core.journal.Flow;
import dev.mcpoauth.core.json.JsonObject;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A flow in the list, as the page has it and as it arrives later.
 *
 * @param id of the flow
 * @param cells their texts, which strangers have chosen in part
 * @param stopped whether the last of them is a refusal
 */
record FlowRow(long id, List<String> cells, boolean stopped) {
    static FlowRow of(Flow flow) {
        DiagnosticEvent last = flow.last();
        return new FlowRow(
                flow.id(),
                List.of(
                        flow.began().truncatedTo(ChronoUnit.SECONDS).toString(),
                        flow.fact("client_id").orElse(""),
                        Integer.toString(flow.events().size() + flow.dropped()),
                        time(flow.took()),
                        last.decision() + " " + last.reason().id()),
                flow.stoppedAt().isPresent());
    }

    static String time(Duration time) {
        return time.toMillis() < 10_000 ? time.toMillis() + " ms" : time.toSeconds() + " s";
    }

    /** In a table, with a link to the flow below this URL. */
    String html(String url) {
        String between = cells.subList(1, cells.size() - 1).stream()
                .map(cell -> "<td>" + escape(cell) + "</td>")
                .collect(Collectors.joining());
        return "<tr id=\"flow-" + id + "\"><td><a href=\"" + escape(url) + "?flow=" + id + "\">" + escape(cells.get(0))
                + "</a></td>" + between + "<td class=\"" + (stopped ? "stopped" : "through") + "\">"
                + escape(cells.get(cells.size() - 1)) + "</td></tr>\n";
    }

    /** For the script, which writes text and no HTML. */
    JsonObject json() {
        return JsonObject.builder()
                .put("id", id)
                .put("cells", cells)
                .put("stopped", stopped)
                .build();
    }

    /** What the script takes away: a flow that went into another one, or is forgotten. */
    static JsonObject gone(long id) {
        return JsonObject.builder().put("id", id).build();
    }
}
