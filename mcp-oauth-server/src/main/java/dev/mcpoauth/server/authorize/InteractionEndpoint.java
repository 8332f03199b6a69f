package dev.mcpoauth.server.authorize;

import static dev.mcpoauth.core.OAuthError.INVALID_REQUEST;

import dev.mcpoauth.core.diagnostics.Decision;
import dev.mcpoauth.core.diagnostics.Reason;
import dev.mcpoauth.core.form.Parameters;
import dev.mcpoauth.server.diagnostics.ServerReasons;
import dev.mcpoauth.server.http.Endpoint;
import dev.mcpoauth.server.http.Exchange;
import dev.mcpoauth.server.http.FormBody;
import dev.mcpoauth.server.http.WebResponse;
import dev.mcpoauth.server.upstream.UpstreamClient;
import java.util.Map;
import java.util.Optional;

/**
 * Sign-in and consent. GET shows the page at which a pending request stands; POST takes one step. A step needs the handle of
 * the request, the cookie of the browser that began it, and the nonce of a form rendered for it.
 */
public final class InteractionEndpoint implements Endpoint {
    private static final String OUT_OF_DATE = "That page was out of date. Please try again.";

    private final Interaction interaction;
    private final PasswordLogin login;
    private final UpstreamSignIns upstreams;
    private final Completion completion;
    private final Views views;

    InteractionEndpoint(Interaction interaction, PasswordLogin login, UpstreamSignIns upstreams) {
        this.interaction = interaction;
        this.login = login;
        this.upstreams = upstreams;
        this.completion = new Completion(interaction);
        this.views = new Views(interaction);
    }

    @Override
    public WebResponse handle(Exchange exchange) {
        return exchange.request().method().equals("POST") ? step(exchange) : show(exchange);
    }

    private WebResponse show(Exchange exchange) {
        PendingRequest pending =
                find(exchange, Parameters.parse(exchange.request().query()));
        return views.current(exchange, pending, 200, "");
    }

    private PendingRequest find(Exchange exchange, Parameters parameters) {
        PendingRequest pending = parameters
                .value("txn")
                .flatMap(handle -> interaction.pending().find(handle, exchange.now()))
                .orElseThrow(() -> INVALID_REQUEST.because(
                        ServerReasons.LOGIN_TRANSACTION_UNKNOWN,
                        "This sign-in is over: it was completed, cancelled or took too long. Start again in the"
                                + " application."));
        boolean sameBrowser = interaction
                .cookies()
                .browser(exchange.request())
                .map(interaction.handles()::browser)
                .filter(pending.browser()::equals)
                .isPresent();
        if (!sameBrowser) {
            throw INVALID_REQUEST.because(
                    ServerReasons.LOGIN_OTHER_BROWSER,
                    "This sign-in was started in another browser, or cookies are blocked. Start again in the"
                            + " application.");
        }
        return pending;
    }

    private WebResponse step(Exchange exchange) {
        Parameters form = FormBody.read(exchange.request());
        Optional<PendingRequest> current = spendNonce(exchange, find(exchange, form), form);
        return current.isPresent() ? act(exchange, current.get(), form) : outOfDate(exchange, form);
    }

    private Optional<PendingRequest> spendNonce(Exchange exchange, PendingRequest pending, Parameters form) {
        String nonce = form.value("nonce").orElse("");
        return interaction
                .cookies()
                .browser(exchange.request())
                .flatMap(browser -> interaction.pending().spendNonce(pending, browser, nonce, exchange.now()));
    }

    /** Looks again, because another submission may just have moved the request on, or ended it. */
    private WebResponse outOfDate(Exchange exchange, Parameters form) {
        PendingRequest pending = find(exchange, form);
        refused(exchange, pending, ServerReasons.LOGIN_NONCE);
        return views.current(exchange, pending, 400, OUT_OF_DATE);
    }

    private WebResponse act(Exchange exchange, PendingRequest pending, Parameters form) {
        String action = form.value("action").orElse(form.has("provider") ? "upstream" : "login");
        if (action.equals("deny")) {
            return completion.deny(exchange, pending);
        }
        Optional<UpstreamClient> provider = form.value("provider").flatMap(upstreams::find);
        if (pending.person().isEmpty() && provider.isPresent()) {
            return upstreams.begin(exchange, pending, provider.get());
        }
        if (pending.person().isEmpty()) {
            return action.equals("login") ? signIn(exchange, pending, form) : misplaced(exchange, pending);
        }
        return switch (action) {
            case "approve" ->
                completion.approve(exchange, pending, pending.person().get());
            case "switch" -> switchAccount(exchange, pending);
            default -> misplaced(exchange, pending);
        };
    }

    private WebResponse misplaced(Exchange exchange, PendingRequest pending) {
        refused(exchange, pending, ServerReasons.LOGIN_ACTION);
        return views.current(exchange, pending, 400, OUT_OF_DATE);
    }

    private static void refused(Exchange exchange, PendingRequest pending, Reason reason) {
        exchange.report(
                Decision.REFUSED, reason, Map.of("client_id", pending.request().clientId()));
    }

    private WebResponse signIn(Exchange exchange, PendingRequest pending, Parameters form) {
        String name = form.value("username").orElse("").strip();
        LoginOutcome outcome =
                login.attempt(pending, name, form.value("password").orElse(""), exchange.now());
        if (outcome instanceof LoginOutcome.SignedIn signedIn) {
            return completion.signedIn(exchange, pending, new SignIn(signedIn.person(), exchange.now()));
        }
        if (outcome instanceof LoginOutcome.Wait wait) {
            refused(exchange, pending, ServerReasons.LOGIN_RATE_LIMITED);
            return views.login(exchange, pending, name, 429, "Too many attempts. Please wait a little.")
                    .with("Retry-After", String.valueOf(wait.delay().toSeconds() + 1));
        }
        refused(exchange, pending, ServerReasons.LOGIN_FAILED);
        return views.login(exchange, pending, name, 400, "Name or password is wrong.");
    }

    private WebResponse switchAccount(Exchange exchange, PendingRequest pending) {
        interaction.signIns().end(interaction.cookies().signIn(exchange.request()), exchange.now());
        interaction.pending().switchAccount(pending, exchange.now());
        return interaction.cookies().clearSignIn(WebResponse.seeOther(interaction.url(pending)));
    }
}
