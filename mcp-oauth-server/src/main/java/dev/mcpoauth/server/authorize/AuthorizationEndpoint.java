package dev.mcpoauth.server.authorize;

import static dev.mcpoauth.core.OAuthError.CONSENT_REQUIRED;
import static dev.mcpoauth.core.OAuthError.INVALID_REQUEST;
import static dev.mcpoauth.core.OAuthError.LOGIN_REQUIRED;

import dev.mcpoauth.core.OAuthException;
import dev.mcpoauth.core.diagnostics.Decision;
import dev.mcpoauth.core.diagnostics.Fingerprint;
import dev.mcpoauth.core.form.ParameterRules;
import dev.mcpoauth.core.form.Parameters;
import dev.mcpoauth.core.journal.FlowKeys;
import dev.mcpoauth.server.client.RegisteredClient;
import dev.mcpoauth.server.diagnostics.ServerReasons;
import dev.mcpoauth.server.http.Endpoint;
import dev.mcpoauth.server.http.Exchange;
import dev.mcpoauth.server.http.FormBody;
import dev.mcpoauth.server.http.RetryAfter;
import dev.mcpoauth.server.http.WebRequest;
import dev.mcpoauth.server.http.WebResponse;
import dev.mcpoauth.server.internal.RateLimiter;
import dev.mcpoauth.server.settings.AuthorizationServerSettings;
import dev.mcpoauth.server.settings.RateLimits;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * The authorization endpoint (RFC 6749 §3.1), by GET and POST. Validates client, then redirect URI, then the rest; keeps
 * the request under a handle of its own and sends the browser on to {@link InteractionEndpoint}.
 */
public final class AuthorizationEndpoint implements Endpoint {
    private final AuthorizationServerSettings settings;
    private final Interaction interaction;
    private final DestinationRule destinations;
    private final RequestRules rules;
    private final RateLimiter begun;

    AuthorizationEndpoint(AuthorizationServerSettings settings, Interaction interaction) {
        this.settings = settings;
        this.interaction = interaction;
        this.destinations = new DestinationRule(interaction.clients(), settings);
        this.rules = new RequestRules(settings, interaction.clients());
        RateLimits rates = settings.rateLimits();
        this.begun = new RateLimiter(rates.pendingRequests(), rates.window(), rates.trackedKeys());
    }

    @Override
    public WebResponse handle(Exchange exchange) {
        Parameters sent = read(exchange.request());
        boolean isPushed = PushedRequests.isMeant(sent);
        if (isPushed) {
            exchange.about(
                    FlowKeys.PUSHED, Fingerprint.of(sent.value("request_uri").orElseThrow()));
        }
        Parameters query = isPushed ? interaction.pushed().take(sent, exchange.now()) : sent;
        Destination destination = destinations.validate(exchange, query);
        AuthorizationRequest request;
        Optional<SignIn> person;
        try {
            requirePushed(destination, isPushed);
            request = rules.validate(exchange, destination, query);
            person = person(exchange, request);
            if (person.isPresent()
                    && interaction.codes().isRemembered(request, person.get().person(), exchange.now())) {
                return interaction
                        .responses()
                        .granted(destination, interaction.codes().issue(exchange, request, person.get()));
            }
            requireNoSilence(request, person);
        } catch (OAuthException refusal) {
            return interaction.responses().refuseUnasked(exchange, destination, refusal);
        }
        return begin(exchange, request, person);
    }

    private Parameters read(WebRequest request) {
        if (request.method().equals("POST")) {
            return FormBody.read(request);
        }
        int most = settings.limits().authorizeBytes();
        if (request.query().length() > most) {
            throw INVALID_REQUEST.because(ServerReasons.REQUEST_TOO_LARGE, "The request is too long.");
        }
        return ParameterRules.defaults().withMaxLength(most).parse(request.query());
    }

    /** The server may insist on pushed requests, or the client may (RFC 9126 §5, §6). */
    private void requirePushed(Destination destination, boolean isPushed) {
        boolean required = settings.requirePushedRequests()
                || interaction
                        .clients()
                        .find(destination.clientId())
                        .filter(RegisteredClient::pushesItsRequests)
                        .isPresent();
        if (required && !isPushed) {
            throw INVALID_REQUEST.because(ServerReasons.PUSHED_REQUIRED, "the request has to be pushed");
        }
    }

    private Optional<SignIn> person(Exchange exchange, AuthorizationRequest request) {
        return request.prompt().signsInAgain()
                ? Optional.empty()
                : interaction.signIns().findForGrant(interaction.cookies().signIn(exchange.request()), exchange.now());
    }

    private static void requireNoSilence(AuthorizationRequest request, Optional<SignIn> person) {
        if (request.prompt().none()) {
            throw person.isEmpty()
                    ? LOGIN_REQUIRED.because(ServerReasons.LOGIN_REQUIRED, "nobody is signed in")
                    : CONSENT_REQUIRED.because(ServerReasons.CONSENT_REQUIRED, "consent has to be asked");
        }
    }

    /** Anybody may begin requests, and each takes room. Refused on a page: whoever floods is hardly the client. */
    private void requirePatience(String clientId, Instant now) {
        Optional<Duration> delay = begun.delay(clientId, now);
        if (delay.isPresent()) {
            throw RetryAfter.because(
                            ServerReasons.AUTHORIZE_RATE_LIMITED,
                            "Too many people are signing in with this application. Please try again in a few minutes.",
                            delay.get())
                    .with("client_id", clientId);
        }
        begun.count(clientId, now);
    }

    private WebResponse begin(Exchange exchange, AuthorizationRequest request, Optional<SignIn> person) {
        requirePatience(request.destination().clientId(), exchange.now());
        WebResponse response = interaction.begin(exchange, request, person);
        exchange.report(
                Decision.PERMITTED,
                ServerReasons.AUTHORIZE_PENDING,
                Map.of(
                        "client_id",
                        request.destination().clientId(),
                        "scope",
                        request.terms().scope(),
                        "challenge",
                        Fingerprint.of(request.challenge().base64Url())));
        return response;
    }
}
