package dev.mcpoauth.server.authorize;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mcpoauth.core.diagnostics.Decision;
import dev.mcpoauth.core.form.Parameters;
import dev.mcpoauth.core.store.GrantRecord;
import dev.mcpoauth.server.authorize.Visits.Visitor;
import dev.mcpoauth.server.diagnostics.ServerReasons;
import dev.mcpoauth.server.http.Endpoint;
import dev.mcpoauth.server.http.Exchange;
import dev.mcpoauth.server.http.FormBody;
import dev.mcpoauth.server.http.WebResponse;
import dev.mcpoauth.server.login.ConnectionsView;
import dev.mcpoauth.server.login.Html;
import dev.mcpoauth.server.login.PageResponses;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Optional;

/**
 * Connected applications: a person who signed in sees what they granted to whom, takes it back, and signs out. Whoever is not
 * signed in is asked to, on the pages and under the limits of any sign-in. Every change is a POST of a form that was rendered
 * for this sign-in in this browser.
 */
public final class ConnectionsEndpoint implements Endpoint {
    private static final String OUT_OF_DATE = "That page was out of date. Please try again.";

    private final Interaction interaction;
    private final Connections connections;
    private final String url;
    private final Visits visits;

    ConnectionsEndpoint(Interaction interaction, Connections connections, String url) {
        this.interaction = interaction;
        this.connections = connections;
        this.url = url;
        this.visits = new Visits(interaction, Visit.Place.CONNECTIONS);
    }

    @Override
    public WebResponse handle(Exchange exchange) {
        Optional<Visitor> visitor = visits.visitor(exchange);
        if (visitor.isEmpty()) {
            return visits.begin(exchange);
        }
        return exchange.request().method().equals("POST")
                ? act(exchange, visitor.get(), FormBody.read(exchange.request()))
                : show(exchange, visitor.get());
    }

    private WebResponse show(Exchange exchange, Visitor visitor) {
        Parameters query = Parameters.parse(exchange.request().query());
        String notice = switch (query.value("done").orElse("")) {
            case "one" -> "The application is disconnected.";
            case "all" -> "All applications are disconnected.";
            default -> "";
        };
        return page(exchange, visitor, query.value("after").orElse(""), 200, notice, "");
    }

    private WebResponse page(
            Exchange exchange, Visitor visitor, String after, int status, String notice, String problem) {
        Connections.Part part = connections.list(visitor.subject(), after, exchange.now());
        ConnectionsView view = new ConnectionsView(
                Html.shown(visitor.signIn().person().displayName()),
                part.items(),
                part.next()
                        .map(id -> url + "?"
                                + Parameters.builder().add("after", id).build().encode()),
                notice,
                problem,
                url,
                nonce(visitor));
        return PageResponses.of(status, interaction.pages().connections().connections(view), Optional.empty());
    }

    private String nonce(Visitor visitor) {
        return interaction.handles().connectionsForm(visitor.browser(), visitor.handle());
    }

    private WebResponse act(Exchange exchange, Visitor visitor, Parameters form) {
        byte[] nonce = form.value("nonce").orElse("").getBytes(UTF_8);
        if (!MessageDigest.isEqual(nonce(visitor).getBytes(UTF_8), nonce)) {
            return outOfDate(exchange, visitor);
        }
        return switch (form.value("action").orElse("")) {
            case "revoke" -> revoke(exchange, visitor, form.value("grant").orElse(""));
            case "revoke-all" -> revokeAll(exchange, visitor);
            case "sign-out" -> signOut(exchange, visitor, form.has("everything"));
            default -> outOfDate(exchange, visitor);
        };
    }

    private WebResponse outOfDate(Exchange exchange, Visitor visitor) {
        exchange.report(Decision.REFUSED, ServerReasons.CONNECTIONS_FORM, Map.of("subject", visitor.subject()));
        return page(exchange, visitor, "", 400, "", OUT_OF_DATE);
    }

    private WebResponse revoke(Exchange exchange, Visitor visitor, String grantId) {
        Optional<GrantRecord> revoked = connections.revoke(visitor.subject(), grantId, exchange.now());
        if (revoked.isEmpty()) {
            exchange.report(Decision.REFUSED, ServerReasons.CONNECTIONS_UNKNOWN, Map.of("subject", visitor.subject()));
            return page(exchange, visitor, "", 400, "", "This application was not connected any more.");
        }
        exchange.report(
                Decision.PERMITTED,
                ServerReasons.CONNECTIONS_REVOKED,
                Map.of("subject", visitor.subject(), "client_id", revoked.get().clientId(), "grant", grantId));
        return WebResponse.seeOther(url + "?done=one");
    }

    private WebResponse revokeAll(Exchange exchange, Visitor visitor) {
        int count = connections.revokeAll(visitor.subject(), exchange.now());
        exchange.report(
                Decision.PERMITTED,
                ServerReasons.CONNECTIONS_REVOKED_ALL,
                Map.of("subject", visitor.subject(), "grants", count));
        return WebResponse.seeOther(url + "?done=all");
    }

    /** A new cookie for the browser ends what waits in other windows of it, where the person counts as signed in already. */
    private WebResponse signOut(Exchange exchange, Visitor visitor, boolean everything) {
        if (everything) {
            revokeAll(exchange, visitor);
        }
        interaction.signIns().end(Optional.of(visitor.handle()), exchange.now());
        exchange.report(Decision.PERMITTED, ServerReasons.SIGNED_OUT, Map.of("subject", visitor.subject()));
        return interaction
                .cookies()
                .setBrowser(
                        interaction.cookies().clearSignIn(interaction.signedOutPage()),
                        interaction.handles().generate());
    }
}
