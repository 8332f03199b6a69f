package dev.mcpoauth.server.authorize;

import static dev.mcpoauth.core.OAuthError.ACCESS_DENIED;
import static dev.mcpoauth.core.OAuthError.INVALID_REQUEST;

import dev.mcpoauth.core.OAuthException;
import dev.mcpoauth.core.diagnostics.Decision;
import dev.mcpoauth.server.diagnostics.ServerReasons;
import dev.mcpoauth.server.http.Exchange;
import dev.mcpoauth.server.http.WebResponse;
import java.util.Map;
import java.util.Optional;

/** How a pending request goes on once somebody signed in, and how it ends. */
final class Completion {
    private final Interaction interaction;

    Completion(Interaction interaction) {
        this.interaction = interaction;
    }

    WebResponse signedIn(Exchange exchange, PendingRequest pending, SignIn signIn) {
        exchange.report(
                Decision.PERMITTED,
                ServerReasons.LOGIN_SUCCEEDED,
                Map.of(
                        "client_id",
                        pending.request().clientId(),
                        "subject",
                        signIn.person().id()));
        interaction.signIns().end(interaction.cookies().signIn(exchange.request()), exchange.now());
        WebResponse next = afterSignIn(exchange, pending, signIn);
        return interaction
                .signIns()
                .begin(signIn, exchange.now())
                .map(handle -> interaction
                        .cookies()
                        .setSignIn(next, handle, interaction.signIns().life()))
                .orElse(next);
    }

    private WebResponse afterSignIn(Exchange exchange, PendingRequest pending, SignIn signIn) {
        boolean remembered = pending.request() instanceof AuthorizationRequest request
                && interaction.codes().isRemembered(request, signIn.person(), exchange.now());
        if (remembered) {
            return approve(exchange, pending, signIn);
        }
        if (pending.request() instanceof Visit visit) {
            end(exchange, pending);
            return WebResponse.seeOther(interaction.url(visit));
        }
        interaction.pending().signIn(pending, Optional.of(signIn), exchange.now());
        return WebResponse.seeOther(interaction.url(pending));
    }

    WebResponse approve(Exchange exchange, PendingRequest pending, SignIn signIn) {
        end(exchange, pending);
        if (pending.request() instanceof AuthorizationRequest request) {
            return interaction
                    .responses()
                    .granted(request.destination(), interaction.codes().issue(exchange, request, signIn));
        }
        if (pending.request() instanceof DeviceConsent device) {
            interaction.deviceAnswers().approve(exchange, device.request(), signIn);
            return interaction.devicePage(true);
        }
        throw new IllegalStateException("a request is of one of these kinds");
    }

    WebResponse deny(Exchange exchange, PendingRequest pending) {
        end(exchange, pending);
        if (pending.request() instanceof AuthorizationRequest request) {
            OAuthException refusal =
                    ACCESS_DENIED.because(ServerReasons.AUTHORIZE_DENIED, "the resource owner denied the request");
            return interaction.responses().refuse(exchange, request.destination(), refusal);
        }
        if (pending.request() instanceof DeviceConsent device) {
            interaction.deviceAnswers().deny(exchange, device.request());
            return interaction.devicePage(false);
        }
        if (pending.request() instanceof Visit) {
            return interaction.signedOutPage();
        }
        throw new IllegalStateException("a request is of one of these kinds");
    }

    /** One answer per request, however many forms are submitted at once. */
    private void end(Exchange exchange, PendingRequest pending) {
        if (!interaction.pending().take(pending, exchange.now())) {
            throw INVALID_REQUEST.because(
                    ServerReasons.LOGIN_TRANSACTION_UNKNOWN, "This sign-in is over: it was answered just before.");
        }
    }
}
