package dev.mcpoauth.server.authorize;

import dev.mcpoauth.core.OAuthError;
import dev.mcpoauth.core.form.Parameters;
import dev.mcpoauth.server.authorize.Visits.Visitor;
import dev.mcpoauth.server.diagnostics.ServerReasons;
import dev.mcpoauth.server.flows.FlowPages;
import dev.mcpoauth.server.flows.FlowStreams;
import dev.mcpoauth.server.http.Endpoint;
import dev.mcpoauth.server.http.Exchange;
import dev.mcpoauth.server.http.RetryAfter;
import dev.mcpoauth.server.http.WebRequest;
import dev.mcpoauth.server.http.WebResponse;
import dev.mcpoauth.server.login.PageResponses;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** The page of recent flows, and what happens while it is open: for operators, who sign in like anybody. Changes nothing. */
public final class FlowsEndpoint implements Endpoint {
    private static final OAuthError FORBIDDEN = new OAuthError("access_denied", 403);
    private static final Duration LATER = Duration.ofMinutes(1);

    private final Visits visits;
    private final FlowPages pages;
    private final FlowStreams streams;
    private final Set<String> operators;
    private final Clock clock;

    FlowsEndpoint(Interaction interaction, FlowPages pages, FlowStreams streams, Set<String> operators, Clock clock) {
        this.visits = new Visits(interaction, Visit.Place.FLOWS);
        this.pages = pages;
        this.streams = streams;
        this.operators = Set.copyOf(operators);
        this.clock = clock;
    }

    @Override
    public WebResponse handle(Exchange exchange) {
        Optional<Visitor> visitor = visits.visitor(exchange);
        if (visitor.isEmpty()) {
            return visits.begin(exchange);
        }
        requireOperator(visitor.get());
        Parameters query = Parameters.parse(exchange.request().query());
        Optional<String> flow = query.value("flow");
        if (flow.isPresent()) {
            return PageResponses.of(200, pages.flow(number(flow.get())), Optional.empty());
        }
        Optional<String> id = query.value("id");
        if (id.isPresent()) {
            return PageResponses.of(200, pages.flowOf(id.get().strip()), Optional.empty());
        }
        return query.has("live")
                ? PageResponses.of(200, pages.list(true), Optional.empty())
                : PageResponses.withScript(200, pages.list(false), FlowPages.script());
    }

    private void requireOperator(Visitor visitor) {
        if (!operators.contains(visitor.subject())) {
            throw FORBIDDEN
                    .because(ServerReasons.FLOWS_NOT_PERMITTED, "This page is for operators.")
                    .with("subject", visitor.subject());
        }
    }

    /** What happens, for the script of the page: under the same rule, when it begins and while it lasts. */
    public WebResponse follow(Exchange exchange) {
        requireOperator(visits.visitor(exchange)
                .orElseThrow(() -> FORBIDDEN.because(ServerReasons.FLOWS_NOT_PERMITTED, "Sign in at the page first.")));
        if (streams.isFull()) {
            throw RetryAfter.because(ServerReasons.FLOWS_WATCHERS, "Too many people are looking on.", LATER);
        }
        return WebResponse.events(streams.stream(() -> isOperator(exchange.request())));
    }

    private boolean isOperator(WebRequest request) {
        return visits.visitor(request, clock.instant())
                .filter(visitor -> operators.contains(visitor.subject()))
                .isPresent();
    }

    /** No flow has the number zero. */
    private static long number(String text) {
        return text.matches("[0-9]{1,18}") ? Long.parseLong(text) : 0;
    }
}
