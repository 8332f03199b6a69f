package dev.mcpoauth.server.authorize;

import dev.mcpoauth.core.OAuthError;
import dev.mcpoauth.core.form.Parameters;
import dev.mcpoauth.server.authorize.Visits.Visitor;
import dev.mcpoauth.server.diagnostics.ServerReasons;
import dev.mcpoauth.server.flows.FlowPages;
import dev.mcpoauth.server.http.Endpoint;
import dev.mcpoauth.server.http.Exchange;
import dev.mcpoauth.server.http.WebResponse;
import dev.mcpoauth.server.login.Page;
import dev.mcpoauth.server.login.PageResponses;
import java.util.Optional;
import java.util.Set;

/** The page of recent flows: for operators, who sign in like anybody. Changes nothing. */
public final class FlowsEndpoint implements Endpoint {
    private static final OAuthError FORBIDDEN = new OAuthError("access_denied", 403);

    private final Visits visits;
    private final FlowPages pages;
    private final Set<String> operators;

    FlowsEndpoint(Interaction interaction, FlowPages pages, Set<String> operators) {
        this.visits = new Visits(interaction, Visit.Place.FLOWS);
        this.pages = pages;
        this.operators = Set.copyOf(operators);
    }

    @Override
    public WebResponse handle(Exchange exchange) {
        Optional<Visitor> visitor = visits.visitor(exchange);
        if (visitor.isEmpty()) {
            return visits.begin(exchange);
        }
        if (!operators.contains(visitor.get().subject())) {
            throw FORBIDDEN
                    .because(ServerReasons.FLOWS_NOT_PERMITTED, "This page is for operators.")
                    .with("subject", visitor.get().subject());
        }
        Parameters query = Parameters.parse(exchange.request().query());
        Page page = query.value("flow")
                .map(asked -> pages.flow(number(asked)))
                .orElseGet(() -> pages.list(query.has("live")));
        return PageResponses.of(200, page, Optional.empty());
    }

    /** No flow has the number zero. */
    private static long number(String text) {
        return text.matches("[0-9]{1,18}") ? Long.parseLong(text) : 0;
    }
}
