package dev.mcpoauth.server.http;

import dev.mcpoauth.core.OAuthError;
import dev.mcpoauth.core.OAuthException;
import dev.mcpoauth.core.diagnostics.CorrelationId;
import dev.mcpoauth.core.diagnostics.DiagnosticListener;
import dev.mcpoauth.core.diagnostics.Reason;
import dev.mcpoauth.core.store.StoreException;
import dev.mcpoauth.server.diagnostics.ServerReasons;
import dev.mcpoauth.server.dpop.ProofNonces;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Finds the endpoint of a request and catches, once, whatever it throws: refusals become the error response, an outage of
 * the store becomes 503 and never a refusal, a defect becomes 500 without a word about what broke. Thread-safe.
 */
public final class Router {
    private static final OAuthError NOT_FOUND = new OAuthError("not_found", 404);
    private static final OAuthError METHOD = new OAuthError("invalid_request", 405);
    private static final String RETRY_SECONDS = "5";

    private final Map<String, Route> routes;
    private final Cors cors;
    private final String realm;
    private final Function<Reason, Optional<String>> errorUris;
    private final DiagnosticListener listener;
    private final Clock clock;
    private final SecureRandom random;

    /**
     * @param routes the endpoints by raw path
     * @param realm what a Basic challenge names
     * @param errorUris where each reason is explained, if that is to be told
     */
    public Router(
            Map<String, Route> routes,
            Cors cors,
            String realm,
            Function<Reason, Optional<String>> errorUris,
            DiagnosticListener listener,
            Clock clock,
            SecureRandom random) {
        this.routes = Map.copyOf(routes);
        this.cors = cors;
        this.realm = realm;
        this.errorUris = errorUris;
        this.listener = listener;
        this.clock = clock;
        this.random = random;
    }

    /** The paths that are answered. */
    public Set<String> paths() {
        return routes.keySet();
    }

    /** The most bytes that a body for this path may have. */
    public int bodyLimit(String path) {
        return Optional.ofNullable(routes.get(path)).map(Route::bodyLimit).orElse(0);
    }

    /** Answers a request. Never throws. */
    public WebResponse handle(WebRequest request) {
        Exchange exchange = new Exchange(request, clock.instant(), CorrelationId.generate(random), listener);
        Route route = routes.get(request.path());
        WebResponse response = route == null ? unknownPath(exchange) : answer(exchange, route);
        return response.with("X-Correlation-Id", exchange.correlationId().value());
    }

    private WebResponse unknownPath(Exchange exchange) {
        OAuthException refusal = NOT_FOUND.because(ServerReasons.REQUEST_PATH, "nothing is here");
        exchange.refused(refusal);
        return Route.json(exchange, refused(refusal.error(), refusal.reason(), refusal.description()));
    }

    private WebResponse answer(Exchange exchange, Route route) {
        if (exchange.request().method().equals("OPTIONS")) {
            return cors.preflight(exchange.request(), route);
        }
        return cors.expose(exchange.request(), route, guarded(exchange, route));
    }

    private WebResponse guarded(Exchange exchange, Route route) {
        try {
            requireMethod(exchange, route);
            return route.endpoint().handle(exchange);
        } catch (OAuthException refusal) {
            exchange.refused(refusal);
            return withHeaders(exchange, route, refusal);
        } catch (StoreException outage) {
            exchange.failed(ServerReasons.STORE_UNAVAILABLE, outage);
            OAuthError error = OAuthError.TEMPORARILY_UNAVAILABLE;
            return route.errors()
                    .render(exchange, refused(error, ServerReasons.STORE_UNAVAILABLE, "Please try again in a moment."))
                    .with("Retry-After", RETRY_SECONDS);
        } catch (RuntimeException defect) {
            exchange.failed(ServerReasons.SERVER_DEFECT, defect);
            OAuthError error = OAuthError.SERVER_ERROR;
            return route.errors()
                    .render(exchange, refused(error, ServerReasons.SERVER_DEFECT, "Something went wrong on our side."));
        }
    }

    private Refused refused(OAuthError error, Reason reason, String text) {
        return new Refused(error.status(), error.code(), text, errorUris.apply(reason));
    }

    private static void requireMethod(Exchange exchange, Route route) {
        if (!route.methods().contains(exchange.request().method())) {
            throw METHOD.because(ServerReasons.REQUEST_METHOD, "this method is not allowed here");
        }
    }

    private WebResponse withHeaders(Exchange exchange, Route route, OAuthException refusal) {
        OAuthError error = refusal.error();
        WebResponse response = route.errors().render(exchange, refused(error, refusal.reason(), refusal.description()));
        if (error.status() == METHOD.status()) {
            return response.with("Allow", String.join(", ", route.methods()));
        }
        if (error.equals(OAuthError.INVALID_TOKEN)) {
            return response.with("WWW-Authenticate", "Bearer realm=\"" + realm + "\", error=\"invalid_token\"");
        }
        if (error.status() == OAuthError.INVALID_CLIENT.status()
                && exchange.request().header("Authorization").isPresent()) {
            return response.with("WWW-Authenticate", "Basic realm=\"" + realm + "\", charset=\"UTF-8\"");
        }
        Optional<String> nonce = Optional.ofNullable(refusal.facts().get(ProofNonces.FACT));
        if (nonce.isPresent()) {
            return response.with(ProofNonces.HEADER, nonce.get());
        }
        Optional<String> delay = Optional.ofNullable(refusal.facts().get(RetryAfter.FACT));
        return delay.isPresent() ? response.with("Retry-After", delay.get()) : response;
    }
}
