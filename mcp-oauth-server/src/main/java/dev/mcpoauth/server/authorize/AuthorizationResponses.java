package dev.mcpoauth.server.authorize;

import dev.mcpoauth.core.OAuthException;
import dev.mcpoauth.core.diagnostics.Decision;
import dev.mcpoauth.core.form.Parameters;
import dev.mcpoauth.server.client.RegisteredClient;
import dev.mcpoauth.server.diagnostics.ServerReasons;
import dev.mcpoauth.server.http.Exchange;
import dev.mcpoauth.server.http.WebResponse;
import dev.mcpoauth.server.login.FormPostView;
import dev.mcpoauth.server.login.PageResponses;
import dev.mcpoauth.server.login.ReturnLink;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Takes responses to the client (RFC 6749 §4.1.2): by redirect, or in a form that the person sends (OAuth 2.0 Form Post
 * Response Mode §2). That form has a button in place of a script: none of our pages may run one, and a person who sees where
 * an answer goes is what a redirect to a stranger lacks.
 */
final class AuthorizationResponses {
    private static final int OK = 200;
    private static final int BAD_REQUEST = 400;
    private static final String UNCHECKED =
            " Nobody has checked this application: return to it only if you were using it.";

    private final Interaction interaction;

    AuthorizationResponses(Interaction interaction) {
        this.interaction = interaction;
    }

    /** Takes a code to the client. */
    WebResponse granted(Destination destination, Parameters.Builder response) {
        return send(destination, whole(destination, response), "");
    }

    /** Takes a refusal to the client (RFC 6749 §4.1.2.1). */
    WebResponse refuse(Exchange exchange, Destination destination, OAuthException refusal) {
        exchange.refused(refusal.with("client_id", destination.clientId()));
        return send(destination, error(destination, refusal), refused(refusal));
    }

    /**
     * Takes a refusal to the client before any person took part. A web site that registered itself gets no automatic
     * redirect, or anybody could make this server an open redirector (RFC 9700 §4.11.2).
     */
    WebResponse refuseUnasked(Exchange exchange, Destination destination, OAuthException refusal) {
        return destination.isWebSite() && !isVerified(destination)
                ? withhold(exchange, destination, refusal)
                : refuse(exchange, destination, refusal);
    }

    private WebResponse send(Destination destination, Parameters response, String problem) {
        return destination.mode() == ResponseMode.FORM_POST
                ? form(OK, destination, response, problem)
                : WebResponse.seeOther(
                        response.appendTo(destination.redirectUri().value()));
    }

    /** The client hears where the form comes from, which it may want to check, and no more than that. */
    private WebResponse form(int status, Destination destination, Parameters response, String problem) {
        Map<String, String> fields = new LinkedHashMap<>();
        response.names().forEach(name -> fields.put(name, response.value(name).orElseThrow()));
        FormPostView view = new FormPostView(destination.redirectUri().value(), destination.host(), fields, problem);
        return PageResponses.of(
                        status, interaction.pages().login().formPost(view), Optional.of(destination.redirectUri()))
                .replacing("Referrer-Policy", "strict-origin");
    }

    private boolean isVerified(Destination destination) {
        return interaction
                .clients()
                .find(destination.clientId())
                .filter(RegisteredClient::isVerified)
                .isPresent();
    }

    private WebResponse withhold(Exchange exchange, Destination destination, OAuthException refusal) {
        exchange.refused(refusal.with("client_id", destination.clientId()));
        exchange.report(
                Decision.REFUSED,
                ServerReasons.AUTHORIZE_REDIRECT_WITHHELD,
                Map.of("client_id", destination.clientId(), "redirect_uri", destination.redirectUri()));
        Parameters response = error(destination, refusal);
        if (destination.mode() == ResponseMode.FORM_POST) {
            return form(BAD_REQUEST, destination, response, refused(refusal) + UNCHECKED);
        }
        ReturnLink back = new ReturnLink(
                response.appendTo(destination.redirectUri().value()),
                destination.redirectUri().uri().getRawAuthority());
        return interaction.errorPage(exchange, BAD_REQUEST, refused(refusal) + UNCHECKED, Optional.of(back));
    }

    private static String refused(OAuthException refusal) {
        return "The application's request was refused (" + refusal.error().code() + ").";
    }

    private Parameters error(Destination destination, OAuthException refusal) {
        Parameters.Builder response = Parameters.builder()
                .add("error", refusal.error().code())
                .add("error_description", refusal.description());
        interaction.errorUri(refusal.reason()).ifPresent(uri -> response.add("error_uri", uri));
        return whole(destination, response);
    }

    private Parameters whole(Destination destination, Parameters.Builder response) {
        return destination.response(interaction.settings().issuer().value(), response);
    }
}
