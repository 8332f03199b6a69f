package dev.mcpoauth.server.authorize;

import dev.mcpoauth.core.OAuthException;
import dev.mcpoauth.core.form.Parameters;
import dev.mcpoauth.core.store.OAuthStore;
import dev.mcpoauth.server.client.Clients;
import dev.mcpoauth.server.http.Exchange;
import dev.mcpoauth.server.http.WebResponse;
import dev.mcpoauth.server.login.Accounts;
import dev.mcpoauth.server.login.ErrorView;
import dev.mcpoauth.server.login.LoginPages;
import dev.mcpoauth.server.login.PageResponses;
import dev.mcpoauth.server.settings.AuthorizationServerSettings;
import java.security.SecureRandom;
import java.util.Optional;

/** What the two endpoints that a browser visits share. */
public final class Interaction {
    private final AuthorizationServerSettings settings;
    private final Clients clients;
    private final LoginPages pages;
    private final String path;
    private final Handles handles;
    private final Cookies cookies;
    private final PendingRequests pending;
    private final SignIns signIns;
    private final CodeIssuer codes;

    /**
     * Everything a person's way through sign-in and consent needs.
     *
     * @param path the URL of {@link InteractionEndpoint}
     */
    public Interaction(
            AuthorizationServerSettings settings,
            OAuthStore store,
            Clients clients,
            LoginPages pages,
            String path,
            SecureRandom random) {
        this.settings = settings;
        this.clients = clients;
        this.pages = pages;
        this.path = path;
        this.handles = new Handles(random, settings.tokenHasher());
        this.cookies = new Cookies(settings.issuer());
        this.pending = new PendingRequests(
                store.transactions(), handles, settings.lifetimes().pendingRequest());
        this.signIns =
                new SignIns(store.transactions(), handles, settings.lifetimes().signIn());
        this.codes = new CodeIssuer(settings, store, clients, handles, random);
    }

    /** The authorization endpoint. */
    public AuthorizationEndpoint authorizationEndpoint() {
        return new AuthorizationEndpoint(settings, this);
    }

    /** The endpoint of the pages. */
    public InteractionEndpoint interactionEndpoint(Accounts accounts) {
        return new InteractionEndpoint(this, new PasswordLogin(accounts, settings.rateLimits()));
    }

    /** Refusals as the error page: where there is no validated destination, there is no redirect. */
    public WebResponse errorPage(Exchange exchange, int status, String text) {
        ErrorView view = new ErrorView(text, exchange.correlationId().value());
        return PageResponses.of(status, pages.error(view), Optional.empty());
    }

    /** Takes a refusal to the client (RFC 6749 §4.1.2.1). */
    WebResponse refuse(Exchange exchange, Destination destination, OAuthException refusal) {
        exchange.refused(refusal.with("client_id", destination.clientId()));
        Parameters.Builder response = Parameters.builder()
                .add("error", refusal.error().code())
                .add("error_description", refusal.description());
        return WebResponse.seeOther(destination.url(settings.issuer().value(), response));
    }

    String url(PendingRequest request) {
        return path + "?txn=" + request.handle();
    }

    String path() {
        return path;
    }

    AuthorizationServerSettings settings() {
        return settings;
    }

    Clients clients() {
        return clients;
    }

    LoginPages pages() {
        return pages;
    }

    Handles handles() {
        return handles;
    }

    Cookies cookies() {
        return cookies;
    }

    PendingRequests pending() {
        return pending;
    }

    SignIns signIns() {
        return signIns;
    }

    CodeIssuer codes() {
        return codes;
    }
}
