package dev.mcpoauth.server.flows;

import static dev.mcpoauth.server.login.Html.escape;

import dev.mcpoauth.core.form.Parameters;
import dev.mcpoauth.server.http.Endpoint;
import dev.mcpoauth.server.http.Exchange;
import dev.mcpoauth.server.http.WebResponse;
import dev.mcpoauth.server.login.Page;
import dev.mcpoauth.server.login.PageResponses;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Where {@code error_uri} leads: what the documentation says of a reason, without an id all reasons. For anybody, as it knows
 * nothing of any request. Thread-safe.
 */
public final class ReasonsEndpoint implements Endpoint {
    private static final Duration CACHED = Duration.ofHours(1);

    private final Remedies remedies = Remedies.read();
    private final String url;
    private final Page all;

    /**
     * The page.
     *
     * @param url of itself
     */
    public ReasonsEndpoint(String url) {
        this.url = url;
        this.all = all();
    }

    private Page all() {
        String items = remedies.ids().stream()
                .sorted()
                .map(id -> "<li><a href=\"" + escape(url) + "?id=" + escape(id) + "\">" + escape(id) + "</a></li>\n")
                .collect(Collectors.joining());
        return FlowPages.page("", "Reasons", "<h1>Reasons</h1>\n<ul>\n" + items + "</ul>\n");
    }

    @Override
    public WebResponse handle(Exchange exchange) {
        Optional<String> id = Parameters.parse(exchange.request().query()).value("id");
        if (id.isEmpty()) {
            return PageResponses.of(200, all, Optional.empty()).cacheable(CACHED);
        }
        return remedies.of(id.get())
                .map(found -> PageResponses.of(200, one(id.get(), found), Optional.empty())
                        .cacheable(CACHED))
                .orElseGet(() -> PageResponses.of(404, unknown(), Optional.empty()));
    }

    private Page one(String id, Remedies.Remedy found) {
        String body = "<h1>" + escape(id) + "</h1>\n<dl>\n" + FlowPages.known(found) + "</dl>\n" + back();
        return FlowPages.page("", "Reason " + escape(id), body);
    }

    private Page unknown() {
        return FlowPages.page("", "Unknown reason", "<h1>This reason is not known here</h1>\n" + back());
    }

    private String back() {
        return "<p><a href=\"" + escape(url) + "\">All reasons</a></p>\n";
    }
}
