package dev.mcpoauth.server.login;

import static dev.mcpoauth.server.login.Html.escape;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Pages of connected applications in the style of {@link PlainPages}. */
final class PlainConnectionPages implements ConnectionPages {
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.ENGLISH).withZone(ZoneOffset.UTC);

    private static final String BODY = """
            <h1>Connected applications</h1>
            %s%s<p>Signed in as <strong>%s</strong>.</p>
            %s%s%s<h2>Sign out</h2>
            <form method="post" action="%s">
            %s<label class="choice"><input type="checkbox" name="everything" value="yes"> Disconnect all applications as well</label>
            <button name="action" value="sign-out">Sign out</button>
            </form>
            """;

    private static final String CONNECTION = """
            <li>
            <h2 id="app%1$d">%2$s</h2>
            %3$s<dl>
            %4$s%5$s<dt>Connected on</dt>
            <dd><time datetime="%6$s">%7$s</time></dd>
            </dl>
            <form method="post" action="%8$s">
            %9$s<input type="hidden" name="grant" value="%10$s">
            <button name="action" value="revoke" aria-describedby="app%1$d">Disconnect</button>
            </form>
            </li>
            """;

    private static final String ALL = """
            <form method="post" action="%s">
            %s<button name="action" value="revoke-all">Disconnect all</button>
            </form>
            """;

    private static final String SIGNED_OUT = """
            <h1>You are not signed in</h1>
            <p role="status">You can close this page.</p>
            """;

    @Override
    public Page connections(ConnectionsView view) {
        String action = escape(view.action());
        String body = BODY.formatted(
                PlainPages.alert(view.problem()),
                view.notice().isEmpty() ? "" : "<p role=\"status\">" + escape(view.notice()) + "</p>\n",
                escape(view.person()),
                list(view),
                view.next().map(PlainConnectionPages::more).orElse(""),
                view.connections().isEmpty() ? "" : ALL.formatted(action, nonce(view)),
                action,
                nonce(view));
        return PlainPages.page("Connected applications", body);
    }

    @Override
    public Page signedOut() {
        return PlainPages.page("Signed out", SIGNED_OUT);
    }

    private static String more(String url) {
        return "<p><a href=\"" + escape(url) + "\">More applications</a></p>\n";
    }

    private static String list(ConnectionsView view) {
        List<ConnectionView> all = view.connections();
        return all.isEmpty()
                ? "<p>No application is connected.</p>\n"
                : IntStream.range(0, all.size())
                        .mapToObj(i -> connection(i, all.get(i), view))
                        .collect(Collectors.joining("", "<ul class=\"cards\">\n", "</ul>\n"));
    }

    private static String connection(int number, ConnectionView one, ConnectionsView view) {
        return CONNECTION.formatted(
                number,
                escape(one.client().name()),
                unverified(one.client()),
                origin(one.client()),
                one.access().stream().map(PlainConnectionPages::access).collect(Collectors.joining()),
                one.since(),
                DAY.format(one.since()),
                escape(view.action()),
                nonce(view),
                escape(one.id()));
    }

    private static String unverified(ClientView client) {
        return client.isVerified()
                ? ""
                : "<p class=\"note\">The application gave this name itself; nobody has checked it.</p>\n";
    }

    private static String origin(ClientView client) {
        String publisher = client.documentHost()
                .map(host -> "<dt>Published by</dt>\n<dd>" + escape(host) + "</dd>\n")
                .orElse("");
        return client.redirectHost().isEmpty()
                ? publisher
                : publisher + "<dt>Returned you to</dt>\n<dd>" + escape(client.redirectHost())
                        + (client.isOnThisDevice() ? " (a program on your device)" : "") + "</dd>\n";
    }

    private static String access(ConnectionView.Access access) {
        String scopes = access.scopes().isEmpty() ? "no permissions" : String.join(", ", access.scopes());
        return "<dt>May use " + escape(access.resource()) + "</dt>\n<dd>" + escape(scopes) + "</dd>\n";
    }

    private static String nonce(ConnectionsView view) {
        return "<input type=\"hidden\" name=\"nonce\" value=\"" + escape(view.nonce()) + "\">\n";
    }
}
