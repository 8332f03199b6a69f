package dev.mcpoauth.server.flows;

import static dev.mcpoauth.server.login.Html.escape;

import dev.mcpoauth.core.diagnostics.DiagnosticEvent;
import dev.mcpoauth.core.journal.Flow;
import dev.mcpoauth.core.journal.FlowJournal;
import dev.mcpoauth.server.login.Html;
import dev.mcpoauth.server.login.Page;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The pages of recent flows: a list that follows what happens, or renews itself where no script runs, and one flow step by step. One
 * script that writes text and no HTML, one style, light and dark.
 * Everything in them that a stranger chose, client names and scopes and addresses, is escaped. Thread-safe.
 */
public final class FlowPages {
    static final int SHOWN = 100;

    private static final String SCRIPT = Resource.text("live.js");

    private static final String STYLE = """
            :root{color-scheme:light dark;--edge:#767676;--accent:#0b57d0;--bad:#b3261e;--good:#146c2e}
            @media(prefers-color-scheme:dark){:root{--edge:#9a9a9a;--accent:#a8c7fa;--bad:#f2b8b5;--good:#7fd69b}}
            body{background:Canvas;color:CanvasText;font:1rem/1.5 system-ui,sans-serif;margin:0 auto;padding:1rem;max-width:70rem}
            h1{font-size:1.4rem}h2{font-size:1.1rem;margin-top:2rem}h1,h2,p,dd{overflow-wrap:anywhere}
            a{color:var(--accent)}
            .wide{overflow-x:auto}
            table{border-collapse:collapse;width:100%}
            td:first-child,th:first-child{white-space:nowrap}
            th,td{text-align:left;vertical-align:top;padding:.4rem .6rem;border-bottom:1px solid var(--edge)}
            td{overflow-wrap:anywhere}.asker,.stopped,.through{overflow-wrap:break-word}
            .stopped{color:var(--bad);font-weight:600}.through{color:var(--good)}
            dt{font-weight:600}dd{margin:0 0 .5rem}
            pre{white-space:pre-wrap;overflow-wrap:anywhere;border:1px solid var(--edge);border-radius:.4rem;padding:1rem;user-select:all}
            :focus-visible{outline:3px solid var(--accent);outline-offset:2px}
            """;

    private static final String DOCUMENT = """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="robots" content="noindex">
            %s<title>%s</title>
            <style>%s</style>
            </head>
            <body>
            <main>
            %s</main>
            </body>
            </html>
            """;

    private final FlowJournal journal;
    private final String url;
    private final Remedies remedies;
    private final FlowReport report;

    /**
     * Pages of this journal.
     *
     * @param url of the list
     */
    public FlowPages(FlowJournal journal, String url) {
        this.journal = journal;
        this.url = url;
        this.remedies = Remedies.read();
        this.report = new FlowReport(remedies);
    }

    /**
     * The newest hundred flows.
     *
     * @param live whether the page has no script, but asks for itself again every five seconds; not unasked, because that takes away what somebody
     *     is reading (WCAG 2.2.1)
     */
    public Page list(boolean live) {
        String rows = journal.recent(SHOWN).stream()
                .map(flow -> FlowRow.of(flow).html(url))
                .collect(Collectors.joining());
        String renew = live
                ? "Renewed every five seconds. <a href=\"" + escape(url) + "\">Stop</a>"
                : "<a href=\"" + escape(url) + "?live=yes\">Renew every five seconds</a>";
        String body = "<h1>Recent flows</h1>\n<p>The newest " + SHOWN
                + " sign-ins, refreshes and refusals. <span id=\"renewal\">" + renew + "</span></p>\n" + search()
                + table("<th>Began</th><th>Client</th><th>Requests</th><th>Took</th><th>Where it stands</th>", rows)
                + (live ? "" : "<script>" + SCRIPT + "</script>\n");
        return page(live ? "<meta http-equiv=\"refresh\" content=\"5\">\n" : "", "Recent flows", body);
    }

    private String search() {
        return "<form method=\"get\" action=\"" + escape(url) + "\"><label>Trace or correlation id <input name=\"id\""
                + " required maxlength=\"64\" autocomplete=\"off\"></label> <button>Find</button></form>\n";
    }

    private static String standing(DiagnosticEvent event) {
        boolean bad = switch (event.decision()) {
            case REFUSED, FAILED -> true;
            case PERMITTED, TOLERATED -> false;
        };
        return "<td class=\"" + (bad ? "stopped" : "through") + "\">" + event.decision() + " "
                + escape(event.reason().id()) + "</td>";
    }

    /** The text of the only script of the list, character by character. */
    public static String script() {
        return SCRIPT;
    }

    /** One flow; where the journal has forgotten it, a page that says so. */
    public Page flow(long id) {
        return journal.find(id).map(this::detail).orElseGet(this::forgotten);
    }

    /** The flow of a correlation id or of a trace id. */
    public Page flowOf(String id) {
        return journal.findBy(id).map(this::detail).orElseGet(this::forgotten);
    }

    private Page forgotten() {
        String body =
                "<h1>This flow is not known</h1>\n<p>It is forgotten, or was another node's. The journal keeps the newest ones. <a href=\""
                        + escape(url) + "\">Recent flows</a></p>\n";
        return page("", "Unknown flow", body);
    }

    private Page detail(Flow flow) {
        List<String> evidence = Evidence.of(flow, journal.recent(FlowJournal.FLOWS));
        String body = "<p><a href=\"" + escape(url) + "\">Recent flows</a></p>\n<h1>Flow of "
                + escape(flow.fact("client_id").orElse("an unknown client")) + "</h1>\n" + why(flow, evidence)
                + "<h2>Step by step</h2>\n" + steps(flow) + "<h2>To pass on</h2>\n<pre tabindex=\"0\">"
                + lines(report.of(flow, evidence)) + "</pre>\n";
        return page("", "Flow", body);
    }

    private static String lines(String text) {
        return text.lines().map(Html::escape).collect(Collectors.joining("\n"));
    }

    private String why(Flow flow, List<String> evidence) {
        if (flow.stoppedAt().isEmpty()) {
            return "<p class=\"through\">Nothing has stopped it.</p>\n";
        }
        DiagnosticEvent event = flow.stoppedAt().get();
        String known = remedies.of(event.reason()).map(FlowPages::known).orElse("");
        String seen = evidence.isEmpty()
                ? ""
                : "<dt>Evidence</dt>"
                        + evidence.stream()
                                .map(sentence -> "<dd>" + escape(sentence) + "</dd>")
                                .collect(Collectors.joining())
                        + "\n";
        return "<p class=\"stopped\">Stopped: " + escape(event.reason().id()) + "</p>\n<dl>\n" + known + seen
                + "</dl>\n";
    }

    /** What the documentation says of a reason, as part of a list. */
    static String known(Remedies.Remedy found) {
        return "<dt>The other side was told</dt><dd>" + escape(found.peerSees()) + "</dd>\n<dt>Cause</dt><dd>"
                + escape(found.cause()) + "</dd>\n<dt>Remedy</dt><dd>" + escape(found.remedy())
                + "</dd>\n<dt>Rule</dt><dd>" + escape(found.rule()) + "</dd>\n";
    }

    private static String steps(Flow flow) {
        String rows = flow.events().stream().map(event -> step(flow, event)).collect(Collectors.joining());
        String gap = flow.dropped() == 0 ? "" : "<p>" + flow.dropped() + " steps between were not kept.</p>\n";
        return gap + table("<th>After</th><th>Who asked</th><th>Decision</th><th>What is known</th>", rows);
    }

    private static String step(Flow flow, DiagnosticEvent event) {
        String facts = event.facts().entrySet().stream()
                .filter(fact -> !fact.getKey().equals("path"))
                .sorted(Map.Entry.comparingByKey())
                .map(Map.Entry::toString)
                .collect(Collectors.joining(" "));
        return "<tr><td>" + FlowRow.time(Duration.between(flow.began(), event.at())) + "</td><td class=\"asker\">"
                + escape(Asker.of(event)) + "</td>" + standing(event) + "<td>" + escape(facts) + "</td></tr>\n";
    }

    private static String table(String head, String rows) {
        return "<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"Table\"><table>\n<thead><tr>" + head
                + "</tr></thead>\n<tbody>\n" + rows + "</tbody>\n</table></div>\n";
    }

    static Page page(String head, String title, String body) {
        return new Page(DOCUMENT.formatted(head, title, STYLE, body), STYLE);
    }
}
