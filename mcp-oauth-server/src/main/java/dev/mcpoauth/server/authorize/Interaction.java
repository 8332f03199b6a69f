package dev.mcpoauth.server.authorize;

import dev.mcpoauth.core.diagnostics.Reason;
import dev.mcpoauth.core.journal.FlowJournal;
import dev.mcpoauth.core.store.OAuthStore;
import dev.mcpoauth.server.client.ClientAuthenticator;
import dev.mcpoauth.server.client.Clients;
import dev.mcpoauth.server.device.DeviceRequests;
import dev.mcpoauth.server.dpop.ProofVerifier;
import dev.mcpoauth.server.flows.FlowPages;
import dev.mcpoauth.server.flows.FlowStreams;
import dev.mcpoauth.server.grant.GrantSeals;
import dev.mcpoauth.server.http.Exchange;
import dev.mcpoauth.server.http.WebResponse;
import dev.mcpoauth.server.login.Accounts;
import dev.mcpoauth.server.login.ErrorView;
import dev.mcpoauth.server.login.PageResponses;
import dev.mcpoauth.server.login.ReturnLink;
import dev.mcpoauth.server.metadata.EndpointUrls;
import dev.mcpoauth.server.settings.AuthorizationServerSettings;
import dev.mcpoauth.server.upstream.UpstreamClient;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What the two endpoints that a browser visits share. */
public final class Interaction {
    private final AuthorizationServerSettings settings;
    private final Clients clients;
    private final OAuthStore store;
    private final Pages pages;
    private final EndpointUrls urls;
    private final Handles handles;
    private final Cookies cookies;
    private final PendingRequests pending;
    private final PushedRequests pushed;
    private final SignIns signIns;
    private final CodeIssuer codes;
    private final DeviceAnswers deviceAnswers;
    private final Optional<Accounts> accounts;
    private final List<UpstreamClient> upstreams;
    private final UpstreamSignIns upstreamSignIns;
    private final AuthorizationResponses responses;

    /**
     * Everything a person's way through sign-in and consent needs.
     *
     * @param accounts who can sign in with a password, if anybody
     * @param upstreams where else people can sign in
     * @param urls where the pages are
     */
    public Interaction(
            AuthorizationServerSettings settings,
            OAuthStore store,
            Clients clients,
            Pages pages,
            DeviceRequests devices,
            Optional<Accounts> accounts,
            List<UpstreamClient> upstreams,
            EndpointUrls urls,
            SecureRandom random) {
        this.settings = settings;
        this.clients = clients;
        this.store = store;
        this.pages = pages;
        this.accounts = accounts;
        this.upstreams = List.copyOf(upstreams);
        this.urls = urls;
        this.handles = new Handles(random, settings.tokenHasher());
        this.cookies = new Cookies(settings.issuer());
        this.pending = new PendingRequests(
                store.transactions(), handles, settings.lifetimes().pendingRequest());
        this.pushed = new PushedRequests(
                store.transactions(), handles, settings.lifetimes().pushedRequest());
        this.signIns =
                new SignIns(store.transactions(), handles, settings.lifetimes().signIn());
        this.codes = new CodeIssuer(settings, store, clients, handles, random);
        this.deviceAnswers =
                new DeviceAnswers(devices, store, clients, handles, settings.lifetimes(), new GrantSeals(random));
        this.upstreamSignIns =
                new UpstreamSignIns(this, upstreams, new UpstreamAttempts(store.transactions(), handles));
        this.responses = new AuthorizationResponses(this);
    }

    /** The authorization endpoint. */
    public AuthorizationEndpoint authorizationEndpoint() {
        return new AuthorizationEndpoint(settings, this);
    }

    /** The endpoint to which clients push their requests. */
    public PushedRequestEndpoint pushedRequestEndpoint(ClientAuthenticator authenticator, ProofVerifier proofs) {
        return new PushedRequestEndpoint(this, authenticator, proofs);
    }

    /** The endpoint of the pages. */
    public InteractionEndpoint interactionEndpoint() {
        Accounts asked = accounts.orElse((name, password) -> Optional.empty());
        return new InteractionEndpoint(this, new PasswordLogin(asked, settings.rateLimits()), upstreamSignIns);
    }

    /** The endpoints to which external providers send browsers back, by the id of the provider. */
    public Map<String, UpstreamEndpoint> upstreamEndpoints() {
        return upstreams.stream()
                .collect(Collectors.toMap(
                        client -> client.provider().id(),
                        client -> new UpstreamEndpoint(this, client, upstreamSignIns)));
    }

    /** The endpoint of the page, at this URL, where people enter what a device shows. */
    public DeviceEndpoint deviceEndpoint(String url) {
        return new DeviceEndpoint(this, deviceAnswers, url);
    }

    /** The endpoint of the page where people see and end what they have connected. */
    public ConnectionsEndpoint connectionsEndpoint() {
        Connections connections = new Connections(store.grants(), new ClientViews(clients), settings.resources());
        return new ConnectionsEndpoint(this, connections, urls.url("/connections"));
    }

    /** The endpoint of the page where these people see recent flows. */
    public FlowsEndpoint flowsEndpoint(FlowJournal journal, FlowStreams streams, Set<String> operators, Clock clock) {
        return new FlowsEndpoint(this, new FlowPages(journal, urls.url("/flows")), streams, operators, clock);
    }

    /** What a person sees who is not signed in, and does not want to be. */
    WebResponse signedOutPage() {
        return PageResponses.of(200, pages.connections().signedOut(), Optional.empty());
    }

    /** Lets something wait for a person, in the browser that sent this request. */
    WebResponse begin(Exchange exchange, Waiting request, Optional<SignIn> person) {
        Optional<String> known = cookies.browser(exchange.request());
        String browser = known.orElseGet(handles::generate);
        PendingRequest begun = pending.begin(request, browser, person, exchange.now());
        begun.nameIn(exchange);
        WebResponse response = WebResponse.seeOther(url(begun));
        return known.isPresent() ? response : cookies.setBrowser(response, browser);
    }

    /** The end of a person's way where there is no application to return to. */
    WebResponse devicePage(boolean approved) {
        return PageResponses.of(200, pages.device().done(approved), Optional.empty());
    }

    /** Refusals as the error page: where there is no validated destination, there is no redirect. */
    public WebResponse errorPage(Exchange exchange, int status, String text) {
        return errorPage(exchange, status, text, Optional.empty());
    }

    /** Where the reason of a refusal is explained, if clients are to hear that. */
    public Optional<String> errorUri(Reason reason) {
        return settings.errorUris().at(urls.url("/reasons")).of(reason);
    }

    WebResponse errorPage(Exchange exchange, int status, String text, Optional<ReturnLink> back) {
        ErrorView view = new ErrorView(text, exchange.correlationId().value(), back);
        return PageResponses.of(status, pages.login().error(view), Optional.empty());
    }

    String url(PendingRequest request) {
        return path() + "?txn=" + request.handle();
    }

    String path() {
        return urls.url("/authorize/interaction");
    }

    /** Where somebody goes who has signed in for this. */
    String url(Visit visit) {
        return switch (visit.place()) {
            case CONNECTIONS -> urls.url("/connections");
            case FLOWS -> urls.url("/flows");
        };
    }

    boolean takesPasswords() {
        return accounts.isPresent();
    }

    List<UpstreamClient> upstreams() {
        return upstreams;
    }

    AuthorizationServerSettings settings() {
        return settings;
    }

    Clients clients() {
        return clients;
    }

    Pages pages() {
        return pages;
    }

    DeviceAnswers deviceAnswers() {
        return deviceAnswers;
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

    PushedRequests pushed() {
        return pushed;
    }

    SignIns signIns() {
        return signIns;
    }

    AuthorizationResponses responses() {
        return responses;
    }

    CodeIssuer codes() {
        return codes;
    }
}
