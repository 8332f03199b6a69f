package dev.mcpoauth.server;

import static dev.mcpoauth.server.EveryReasonTest.on;
import static dev.mcpoauth.server.TestServer.authorize;

import dev.mcpoauth.server.diagnostics.ServerReasons;
import dev.mcpoauth.server.http.WebResponse;
import java.util.stream.Stream;

/** What goes on at the page of connected applications, for {@link EveryReasonTest}. */
final class ConnectionsProvocations {
    private static final String PAGE = "/connections";

    private ConnectionsProvocations() {}

    static Stream<EveryReasonTest.Provocation> all() {
        return Stream.of(
                on(ServerReasons.SIGNED_OUT, 200, as -> press(as, "action", "sign-out")),
                on(ServerReasons.CONNECTIONS_FORM, 400, as -> press(as, "action", "no such")),
                on(ServerReasons.CONNECTIONS_UNKNOWN, 400, as -> press(as, "action", "revoke", "grant", "x")),
                on(ServerReasons.CONNECTIONS_REVOKED, 200, as -> {
                    Browser browser = as.browser();
                    browser.signInAndApprove(authorize());
                    WebResponse page = browser.open(PAGE);
                    String grant = page.text().replaceAll("(?s).*name=\"grant\" value=\"([^\"]+)\".*", "$1");
                    return browser.submitTo(PAGE, page, "action", "revoke", "grant", grant);
                }),
                on(ServerReasons.CONNECTIONS_REVOKED_ALL, 200, as -> press(as, "action", "revoke-all")),
                on(
                        ServerReasons.CONNECTIONS_RATE_LIMITED,
                        429,
                        settings -> settings.pendingRequestsPerWindow(1),
                        as -> {
                            as.get(PAGE);
                            return as.get(PAGE);
                        }));
    }

    private static WebResponse press(TestServer as, String... fields) {
        Browser browser = as.browser();
        return browser.submitTo(PAGE, browser.signIn(browser.open(PAGE)), fields);
    }
}
