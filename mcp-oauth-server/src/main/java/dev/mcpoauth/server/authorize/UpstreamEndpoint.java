package dev.mcpoauth.server.authorize;

import static dev.mcpoauth.core.OAuthError.INVALID_REQUEST;

import dev.mcpoauth.core.OAuthException;
import dev.mcpoauth.core.diagnostics.Decision;
import dev.mcpoauth.core.diagnostics.Reason;
import dev.mcpoauth.core.form.Parameters;
import dev.mcpoauth.core.store.StoreException;
import dev.mcpoauth.server.diagnostics.ServerReasons;
import dev.mcpoauth.server.http.Endpoint;
import dev.mcpoauth.server.http.Exchange;
import dev.mcpoauth.server.http.WebResponse;
import dev.mcpoauth.server.login.Subject;
import dev.mcpoauth.server.upstream.UpstreamAnswer;
import dev.mcpoauth.server.upstream.UpstreamClient;
import dev.mcpoauth.server.upstream.UpstreamIdentity;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * Where one provider sends browsers back to (RFC 9700 §4.4: each has a redirect URI of its own). An answer counts once, in the
 * browser that was sent there, for the request that waits. Whatever it says, that request waits on until somebody signed in or
 * cancelled: a refusal is the login page with what went wrong.
 */
public final class UpstreamEndpoint implements Endpoint {
    private final Interaction interaction;
    private final UpstreamClient client;
    private final UpstreamSignIns signIns;
    private final Semaphore slots;
    private final Completion completion;
    private final Views views;

    UpstreamEndpoint(Interaction interaction, UpstreamClient client, UpstreamSignIns signIns) {
        this.interaction = interaction;
        this.client = client;
        this.signIns = signIns;
        this.slots = new Semaphore(interaction.settings().rateLimits().concurrentLogins());
        this.completion = new Completion(interaction);
        this.views = new Views(interaction);
    }

    @Override
    public WebResponse handle(Exchange exchange) {
        Parameters answer = Parameters.parse(exchange.request().query());
        UpstreamAttempts.Kept kept = spend(exchange, answer.value("state").orElse(""));
        PendingRequest pending = interaction
                .pending()
                .find(kept.transaction(), exchange.now())
                .orElseThrow(() -> refuse(
                        ServerReasons.LOGIN_TRANSACTION_UNKNOWN,
                        "This sign-in is over: it was completed, cancelled or took too long. Start again in the"
                                + " application."));
        if (pending.person().isPresent()) {
            return WebResponse.seeOther(interaction.url(pending));
        }
        return bounded(exchange, pending, kept, answer);
    }

    /** Another browser does not spend it, or whoever sees an answer could spoil the sign-in. */
    private UpstreamAttempts.Kept spend(Exchange exchange, String state) {
        UpstreamAttempts.Kept kept = signIns.attempts()
                .find(state, exchange.now())
                .filter(found -> found.provider().equals(client.provider().id()))
                .orElseThrow(UpstreamEndpoint::unknown);
        boolean sameBrowser = interaction
                .cookies()
                .browser(exchange.request())
                .map(interaction.handles()::browser)
                .filter(kept.browser()::equals)
                .isPresent();
        if (!sameBrowser) {
            throw refuse(
                    ServerReasons.UPSTREAM_OTHER_BROWSER,
                    "This sign-in was started in another browser, or cookies are blocked. Start again in the"
                            + " application.");
        }
        if (!signIns.attempts().take(state, exchange.now())) {
            throw unknown();
        }
        return kept;
    }

    private static OAuthException unknown() {
        return refuse(
                ServerReasons.UPSTREAM_STATE,
                "This answer of a sign-in was used before or took too long. Start again in the application.");
    }

    private static OAuthException refuse(Reason reason, String text) {
        return INVALID_REQUEST.because(reason, text);
    }

    private WebResponse bounded(
            Exchange exchange, PendingRequest pending, UpstreamAttempts.Kept kept, Parameters answer) {
        if (!slots.tryAcquire()) {
            return signIns.busy(exchange, pending, client);
        }
        try {
            return signIn(exchange, pending, kept, answer);
        } finally {
            slots.release();
        }
    }

    private WebResponse signIn(
            Exchange exchange, PendingRequest pending, UpstreamAttempts.Kept kept, Parameters answer) {
        UpstreamAnswer said;
        try {
            said = client.identify(kept.attempt(), answer, pending.upstreamSince(), exchange.now());
        } catch (OAuthException refusal) {
            return refused(exchange, pending, refusal);
        } catch (StoreException outage) {
            return signIns.unreachable(exchange, pending, client, outage);
        }
        Optional<Subject> person = client.provider().accounts().subject(said.identity());
        if (person.isEmpty()) {
            exchange.report(
                    Decision.REFUSED, ServerReasons.UPSTREAM_ACCOUNT_REFUSED, UpstreamSignIns.facts(pending, client));
            return views.current(exchange, pending, 403, "This account may not sign in here.");
        }
        Subject whole;
        try {
            whole = client.withTokens(said, person.get());
        } catch (OAuthException refusal) {
            return refused(exchange, pending, refusal);
        }
        return completion.signedIn(
                exchange, pending, new SignIn(whole, time(said.identity(), exchange.now()), said.hasTokens()));
    }

    private WebResponse refused(Exchange exchange, PendingRequest pending, OAuthException refusal) {
        exchange.refused(refusal.with("client_id", pending.request().clientId()));
        return views.current(exchange, pending, refusal.error().status(), refusal.description());
    }

    /** When the person really signed in, if the provider says so. */
    private static Instant time(UpstreamIdentity identity, Instant now) {
        return identity.authenticatedAt().filter(time -> time.isBefore(now)).orElse(now);
    }
}
