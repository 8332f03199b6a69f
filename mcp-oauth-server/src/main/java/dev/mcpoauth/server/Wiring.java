package dev.mcpoauth.server;

import dev.mcpoauth.core.diagnostics.CorrelationId;
import dev.mcpoauth.core.diagnostics.Decision;
import dev.mcpoauth.core.diagnostics.DiagnosticEvent;
import dev.mcpoauth.core.diagnostics.DiagnosticListener;
import dev.mcpoauth.core.journal.FlowJournal;
import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.core.store.OAuthStore;
import dev.mcpoauth.server.assertion.TrustedAssertions;
import dev.mcpoauth.server.authorize.FlowsEndpoint;
import dev.mcpoauth.server.authorize.Interaction;
import dev.mcpoauth.server.authorize.Pages;
import dev.mcpoauth.server.client.ClientAuthenticator;
import dev.mcpoauth.server.client.ClientCertificates;
import dev.mcpoauth.server.client.Clients;
import dev.mcpoauth.server.client.assertion.ClientKeys;
import dev.mcpoauth.server.client.assertion.SignedClientAssertions;
import dev.mcpoauth.server.client.metadata.ClientAuthenticationMethod;
import dev.mcpoauth.server.client.metadata.GrantTypes;
import dev.mcpoauth.server.client.metadata.MetadataRules;
import dev.mcpoauth.server.device.DeviceAuthorizationEndpoint;
import dev.mcpoauth.server.device.DeviceRequests;
import dev.mcpoauth.server.diagnostics.ServerReasons;
import dev.mcpoauth.server.document.ClientDocuments;
import dev.mcpoauth.server.document.FetchReports;
import dev.mcpoauth.server.dpop.ProofVerifier;
import dev.mcpoauth.server.fetch.DocumentSource;
import dev.mcpoauth.server.fetch.Fetches;
import dev.mcpoauth.server.flows.FlowStreams;
import dev.mcpoauth.server.flows.ReasonsEndpoint;
import dev.mcpoauth.server.http.Cors;
import dev.mcpoauth.server.http.Endpoint;
import dev.mcpoauth.server.http.ErrorRenderer;
import dev.mcpoauth.server.http.Route;
import dev.mcpoauth.server.http.Router;
import dev.mcpoauth.server.http.WebResponse;
import dev.mcpoauth.server.introspect.IntrospectionEndpoint;
import dev.mcpoauth.server.login.Accounts;
import dev.mcpoauth.server.metadata.EndpointUrls;
import dev.mcpoauth.server.metadata.KeySetEndpoint;
import dev.mcpoauth.server.metadata.MetadataDocuments;
import dev.mcpoauth.server.metadata.WellKnownPaths;
import dev.mcpoauth.server.register.ManagementEndpoint;
import dev.mcpoauth.server.register.ManagementTokens;
import dev.mcpoauth.server.register.RegistrationEndpoint;
import dev.mcpoauth.server.revoke.RevocationEndpoint;
import dev.mcpoauth.server.settings.AuthorizationServerSettings;
import dev.mcpoauth.server.settings.Limits;
import dev.mcpoauth.server.token.TokenEndpoint;
import dev.mcpoauth.server.upstream.UpstreamClient;
import dev.mcpoauth.server.upstream.UpstreamProvider;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Puts the endpoints of one server together and on their paths. */
final class Wiring {
    private static final String UPSTREAM = "/authorize/upstream/";

    private final Parts parts;
    private final AuthorizationServerSettings settings;
    private final OAuthStore store;
    private final EndpointUrls urls;
    private final Fetches fetches;
    private final Clients clients;
    private final DeviceRequests devices;
    private final Interaction interaction;
    private final ClientAuthenticator authenticator;

    /** What a server is made of. */
    record Parts(
            AuthorizationServerSettings settings,
            OAuthStore store,
            Optional<Accounts> accounts,
            List<UpstreamClient> upstreams,
            Pages pages,
            DocumentSource source,
            ClientCertificates certificates,
            Optional<FlowView> flows,
            ProofVerifier proofs,
            DiagnosticListener listener,
            Clock clock,
            SecureRandom random) {}

    /** The page of recent flows, those who look on, and who may. */
    record FlowView(FlowJournal journal, FlowStreams streams, Set<String> operators) {}

    Wiring(Parts parts) {
        this.parts = parts;
        this.settings = parts.settings();
        this.store = parts.store();
        this.urls = EndpointUrls.of(settings.issuer());
        this.fetches = new Fetches(
                parts.source(),
                settings.fetching(),
                settings.rateLimits(),
                new FetchReports(parts.listener(), parts.clock(), parts.random()));
        this.clients = clients();
        this.devices = new DeviceRequests(
                store.transactions(),
                settings.tokenHasher(),
                parts.random(),
                settings.lifetimes().deviceCode());
        this.interaction = new Interaction(
                settings,
                store,
                clients,
                parts.pages(),
                devices,
                parts.accounts(),
                parts.upstreams(),
                urls,
                parts.random());
        this.authenticator = new ClientAuthenticator(
                clients,
                settings,
                new SignedClientAssertions(audiences(), new ClientKeys(fetches, parts.clock()), store.replay()),
                parts.certificates());
    }

    static UpstreamClient upstream(
            UpstreamProvider provider,
            AuthorizationServerSettings settings,
            Clock clock,
            DiagnosticListener listener,
            SecureRandom random) {
        return new UpstreamClient(
                provider,
                EndpointUrls.of(settings.issuer()).url(UPSTREAM + provider.id()),
                clock,
                failure -> listener.on(DiagnosticEvent.at(
                                clock.instant(),
                                CorrelationId.generate(random),
                                Decision.FAILED,
                                ServerReasons.UPSTREAM_UNREACHABLE)
                        .fact("upstream", provider.id())
                        .cause(failure)
                        .build()));
    }

    Router router() {
        TokenEndpoint tokens = TokenEndpoint.create(
                settings,
                store,
                clients,
                authenticator,
                settings.deviceAuthorization() ? Optional.of(devices) : Optional.empty(),
                new TrustedAssertions(
                        settings.issuer(),
                        settings.trustedIssuers(),
                        store.replay(),
                        parts.listener(),
                        parts.clock(),
                        parts.random()),
                parts.proofs(),
                parts.random());
        Map<String, Route> endpoints = browser();
        endpoints.put("/token", Route.post(settings.limits().formBytes(), tokens));
        endpoints.putAll(authenticated());
        if (settings.openRegistration()) {
            endpoints.putAll(registration());
        }
        if (settings.hasSigningKeys()) {
            endpoints.put("/jwks", Route.document(new KeySetEndpoint(settings.keyRing())));
        }
        Map<String, Route> routes = documents(tokens);
        routes.putAll(endpoints);
        endpoints.forEach((name, route) -> routes.put(urls.path() + name, route));
        return new Router(
                routes,
                new Cors(settings.cors()),
                settings.issuer().value(),
                interaction::errorUri,
                parts.listener(),
                parts.clock(),
                parts.random());
    }

    /** What clients get whom nobody but themselves vouches for: nothing without a person's consent. */
    private List<String> strangersGrants() {
        return settings.deviceAuthorization()
                ? List.of(GrantTypes.AUTHORIZATION_CODE, GrantTypes.REFRESH_TOKEN, GrantTypes.DEVICE_CODE)
                : List.of(GrantTypes.AUTHORIZATION_CODE, GrantTypes.REFRESH_TOKEN);
    }

    private Clients clients() {
        ClientDocuments documents = new ClientDocuments(
                settings.clientDocuments(),
                settings.fetching().dangerouslyAllowsLoopback(),
                MetadataRules.forDocuments(strangersGrants()),
                fetches,
                parts.clock());
        return new Clients(settings.clients(), documents, store.clients(), settings.limits());
    }

    /** What clients call themselves, and say who they are, beside the token endpoint. */
    private Map<String, Route> authenticated() {
        int most = settings.limits().formBytes();
        Map<String, Route> endpoints = new HashMap<>();
        endpoints.put("/par", Route.post(most, interaction.pushedRequestEndpoint(authenticator, parts.proofs())));
        endpoints.put(
                "/revoke", Route.post(most, new RevocationEndpoint(store, authenticator, settings.tokenHasher())));
        if (settings.deviceAuthorization()) {
            Endpoint begin = new DeviceAuthorizationEndpoint(settings, devices, authenticator, urls.url("/device"));
            endpoints.put("/device_authorization", Route.post(most, begin));
        }
        if (settings.offersIntrospection()) {
            endpoints.put(
                    "/introspect",
                    Route.backend(most, new IntrospectionEndpoint(settings, store.tokens(), authenticator)));
        }
        return endpoints;
    }

    private Map<String, Route> registration() {
        MetadataRules rules = MetadataRules.forRegistrations(strangersGrants());
        int most = settings.limits().registrationBytes();
        SecureRandom random = parts.random();
        Map<String, Route> endpoints = new HashMap<>();
        Optional<ManagementTokens> management = Optional.empty();
        if (settings.registrationManagement()) {
            ManagementTokens tokens =
                    new ManagementTokens(urls.url("/register/client"), settings.tokenHasher(), random);
            endpoints.put(
                    "/register/client", Route.managed(most, new ManagementEndpoint(store, rules, tokens, random)));
            management = Optional.of(tokens);
        }
        endpoints.put(
                "/register",
                Route.post(
                        most,
                        new RegistrationEndpoint(
                                rules, store.clients(), settings.limits(), settings.rateLimits(), management, random)));
        return endpoints;
    }

    /** Where nobody can say which certificate a request carried, none is asked for. */
    private List<ClientAuthenticationMethod> methods() {
        boolean known = parts.certificates() != ClientCertificates.NONE;
        return Arrays.stream(ClientAuthenticationMethod.values())
                .filter(method -> known || method != ClientAuthenticationMethod.SELF_SIGNED_TLS_CLIENT_AUTH)
                .toList();
    }

    /** What a client assertion may be made out to: some clients name the issuer, some the endpoint that they call. */
    private Set<String> audiences() {
        return Set.of(
                settings.issuer().value(),
                urls.url("/token"),
                urls.url("/par"),
                urls.url("/revoke"),
                urls.url("/device_authorization"),
                urls.url("/introspect"));
    }

    /** Endpoints are served below the issuer, and at the root for clients that guess instead of discovering. */
    private Map<String, Route> browser() {
        Limits limits = settings.limits();
        ErrorRenderer page = errors();
        Map<String, Route> endpoints = new HashMap<>();
        endpoints.put("/authorize", Route.browser(limits.authorizeBytes(), interaction.authorizationEndpoint(), page));
        endpoints.put(
                "/authorize/interaction", Route.browser(limits.formBytes(), interaction.interactionEndpoint(), page));
        interaction
                .upstreamEndpoints()
                .forEach((id, endpoint) -> endpoints.put(UPSTREAM + id, Route.callback(endpoint, page)));
        if (settings.connectedApplications()) {
            endpoints.put("/connections", Route.browser(limits.formBytes(), interaction.connectionsEndpoint(), page));
        }
        parts.flows().ifPresent(flows -> {
            FlowsEndpoint endpoint =
                    interaction.flowsEndpoint(flows.journal(), flows.streams(), flows.operators(), parts.clock());
            endpoints.put("/flows", Route.browser(limits.formBytes(), endpoint, page));
            endpoints.put("/flows/live", Route.events(endpoint::follow));
        });
        if (settings.errorUris().hasOwnPage()) {
            endpoints.put("/reasons", Route.page(new ReasonsEndpoint(urls.url("/reasons"))));
        }
        if (settings.deviceAuthorization()) {
            endpoints.put(
                    "/device",
                    Route.browser(limits.formBytes(), interaction.deviceEndpoint(urls.url("/device")), page));
        }
        return endpoints;
    }

    private ErrorRenderer errors() {
        return (exchange, refused) -> interaction.errorPage(exchange, refused.status(), refused.text());
    }

    private Map<String, Route> documents(TokenEndpoint tokens) {
        MetadataDocuments documents = new MetadataDocuments(settings, urls, methods());
        Map<String, Route> routes = new LinkedHashMap<>();
        Route server = document(documents.authorizationServer(tokens.grantTypes()));
        WellKnownPaths.ofAuthorizationServer(settings.issuer(), settings.resources())
                .forEach(path -> routes.put(path, server));
        WellKnownPaths.ofResources(settings.issuer(), settings.resources())
                .forEach((path, resource) -> routes.put(path, document(documents.protectedResource(resource))));
        return routes;
    }

    private static Route document(JsonObject json) {
        WebResponse response = WebResponse.json(200, json).cacheable(MetadataDocuments.CACHED);
        return Route.document(exchange -> response);
    }
}
