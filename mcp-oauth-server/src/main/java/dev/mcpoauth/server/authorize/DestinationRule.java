package dev.mcpoauth.server.authorize;

import static dev.mcpoauth.core.OAuthError.INVALID_CLIENT;
import static dev.mcpoauth.core.OAuthError.INVALID_REQUEST;

import dev.mcpoauth.core.OAuthError;
import dev.mcpoauth.core.OAuthException;
import dev.mcpoauth.core.RedirectUri;
import dev.mcpoauth.core.diagnostics.Decision;
import dev.mcpoauth.core.diagnostics.Reason;
import dev.mcpoauth.core.form.Parameters;
import dev.mcpoauth.server.client.Clients;
import dev.mcpoauth.server.client.RegisteredClient;
import dev.mcpoauth.server.diagnostics.ServerReasons;
import dev.mcpoauth.server.http.Exchange;
import dev.mcpoauth.server.settings.AuthorizationServerSettings;
import dev.mcpoauth.server.settings.Tolerance;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The first rule of the authorization endpoint: no redirect to anything that the client did not register (RFC 6749
 * §3.1.2.4). What it refuses is told to the person, never to the redirect URI.
 */
final class DestinationRule {
    /** The status of an error page: it is the browser's request that is bad. */
    private static final OAuthError UNKNOWN_CLIENT = new OAuthError(INVALID_CLIENT.code(), 400);

    private final Clients clients;
    private final AuthorizationServerSettings settings;

    DestinationRule(Clients clients, AuthorizationServerSettings settings) {
        this.clients = clients;
        this.settings = settings;
    }

    Destination validate(Exchange exchange, Parameters query) {
        String clientId = query.value("client_id")
                .orElseThrow(() -> INVALID_REQUEST.because(
                        ServerReasons.CLIENT_MISSING, "The application did not say which one it is."));
        RegisteredClient client = find(clientId)
                .orElseThrow(() -> UNKNOWN_CLIENT
                        .because(
                                ServerReasons.CLIENT_UNKNOWN,
                                "This server does not know the application, or its registration has expired. Remove the"
                                        + " connection in the application and add it again.")
                        .with("client_id", clientId));
        Destination destination =
                new Destination(client.clientId(), redirect(exchange, client, query), query.value("state"));
        return destination.with(ResponseMode.answering(query.value("response_mode"), destination));
    }

    /** What is wrong with a client's document is told to the person, as a page and not as a failed authentication. */
    private Optional<RegisteredClient> find(String clientId) {
        try {
            return clients.find(clientId);
        } catch (OAuthException refusal) {
            if (!refusal.error().equals(INVALID_CLIENT)) {
                throw refusal;
            }
            OAuthException shown = UNKNOWN_CLIENT.because(
                    refusal.reason(), "This application can not connect here: " + refusal.description() + ".");
            refusal.facts().forEach(shown::with);
            throw shown;
        }
    }

    private RedirectUri redirect(Exchange exchange, RegisteredClient client, Parameters query) {
        List<RedirectUri> registered = client.redirectUris();
        if (!query.has("redirect_uri")) {
            return onlyOne(client, registered);
        }
        RedirectUri requested = parse(client, query.value("redirect_uri").orElse(""));
        if (registered.stream().anyMatch(one -> one.permits(requested))) {
            return requested;
        }
        boolean tolerated = settings.tolerances(client.clientId()).accepts(Tolerance.LOOPBACK_HOST)
                && registered.stream().anyMatch(one -> one.permitsOnAnyLoopbackHost(requested));
        if (!tolerated) {
            throw refuse(ServerReasons.REDIRECT_NOT_REGISTERED, client)
                    .with("redirect_uri", requested)
                    .with("registered", registered);
        }
        exchange.report(
                Decision.TOLERATED, ServerReasons.REDIRECT_LOOPBACK_HOST, Map.of("client_id", client.clientId()));
        return requested;
    }

    private static RedirectUri onlyOne(RegisteredClient client, List<RedirectUri> registered) {
        if (registered.size() != 1) {
            throw refuse(ServerReasons.REDIRECT_MISSING, client);
        }
        return registered.get(0);
    }

    private static RedirectUri parse(RegisteredClient client, String text) {
        try {
            return new RedirectUri(text);
        } catch (IllegalArgumentException e) {
            throw refuse(ServerReasons.REDIRECT_MALFORMED, client);
        }
    }

    private static OAuthException refuse(Reason reason, RegisteredClient client) {
        return INVALID_REQUEST
                .because(reason, "The application wants you returned to an address that it has not registered here.")
                .with("client_id", client.clientId());
    }
}
