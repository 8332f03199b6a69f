package dev.mcpoauth.server;

import dev.mcpoauth.core.diagnostics.CorrelationId;
import dev.mcpoauth.core.diagnostics.Decision;
import dev.mcpoauth.core.diagnostics.DiagnosticEvent;
import dev.mcpoauth.core.diagnostics.DiagnosticListener;
import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.core.store.OAuthStore;
import dev.mcpoauth.server.assertion.TrustedAssertions;
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

/** Puts the endpoints together and on their paths. */
final class Wiring {
    private static final String UPSTREAM = "/authorize/upstream/";

    private Wiring() {}

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

    /** What clients get whom nobody but themselves vouches for: nothing without a person's consent. */
    private static List<String> strangersGrants(AuthorizationServerSettings settings) {
        return settings.deviceAuthorization()
                ? List.of(GrantTypes.AUTHORIZATION_CODE, GrantTypes.REFRESH_TOKEN, GrantTypes.DEVICE_CODE)
                : List.of(GrantTypes.AUTHORIZATION_CODE, GrantTypes.REFRESH_TOKEN);
    }

    static Router router(
            AuthorizationServerSettings settings,
            OAuthStore store,
            Optional<Accounts> accounts,
            List<UpstreamClient> upstreams,
            Pages pages,
            DocumentSource source,
            ClientCertificates certificates,
            ProofVerifier proofs,
            DiagnosticListener listener,
            Clock clock,
            SecureRandom random) {
        EndpointUrls urls = EndpointUrls.of(settings.issuer());
        Fetches fetches = new Fetches(
                source, settings.fetching(), settings.rateLimits(), new FetchReports(listener, clock, random));
        Clients clients = clients(settings, store, fetches, clock);
        DeviceRequests devices = new DeviceRequests(
                store.transactions(),
                settings.tokenHasher(),
                random,
                settings.lifetimes().deviceCode());
        Interaction interaction = new Interaction(
                settings,
                store,
                clients,
                pages,
                devices,
                accounts,
                upstreams,
                urls.url("/authorize/interaction"),
                urls.url("/connections"),
                random);
        ClientAuthenticator authenticator = new ClientAuthenticator(
                clients,
                settings,
                new SignedClientAssertions(audiences(settings, urls), new ClientKeys(fetches, clock), store.replay()),
                certificates);
        TokenEndpoint tokens = TokenEndpoint.create(
                settings,
                store,
                clients,
                authenticator,
                settings.deviceAuthorization() ? Optional.of(devices) : Optional.empty(),
                new TrustedAssertions(
                        settings.issuer(), settings.trustedIssuers(), store.replay(), listener, clock, random),
                proofs,
                random);

        Map<String, Route> endpoints = browser(settings, interaction, urls);
        endpoints.put("/token", Route.post(settings.limits().formBytes(), tokens));
        endpoints.putAll(authenticated(settings, store, interaction, authenticator, proofs));
        if (settings.deviceAuthorization()) {
            Endpoint begin = new DeviceAuthorizationEndpoint(settings, devices, authenticator, urls.url("/device"));
            endpoints.put("/device_authorization", Route.post(settings.limits().formBytes(), begin));
        }
        if (settings.openRegistration()) {
            endpoints.putAll(registration(settings, store, urls, random));
        }
        if (settings.hasSigningKeys()) {
            endpoints.put("/jwks", Route.document(new KeySetEndpoint(settings.keyRing())));
        }
        Map<String, Route> routes =
                documents(settings, new MetadataDocuments(settings, urls, methods(certificates)), tokens);
        routes.putAll(endpoints);
        endpoints.forEach((name, route) -> routes.put(urls.path() + name, route));
        return new Router(routes, new Cors(settings.cors()), settings.issuer().value(), listener, clock, random);
    }

    private static Clients clients(
            AuthorizationServerSettings settings, OAuthStore store, Fetches fetches, Clock clock) {
        ClientDocuments documents = new ClientDocuments(
                settings.clientDocuments(),
                settings.fetching().dangerouslyAllowsLoopback(),
                MetadataRules.forDocuments(strangersGrants(settings)),
                fetches,
                clock);
        return new Clients(settings.clients(), documents, store.clients(), settings.limits());
    }

    /** What clients call themselves, and say who they are, beside the token endpoint. */
    private static Map<String, Route> authenticated(
            AuthorizationServerSettings settings,
            OAuthStore store,
            Interaction interaction,
            ClientAuthenticator authenticator,
            ProofVerifier proofs) {
        int most = settings.limits().formBytes();
        Map<String, Route> endpoints = new HashMap<>();
        endpoints.put("/par", Route.post(most, interaction.pushedRequestEndpoint(authenticator, proofs)));
        endpoints.put(
                "/revoke", Route.post(most, new RevocationEndpoint(store, authenticator, settings.tokenHasher())));
        if (settings.offersIntrospection()) {
            endpoints.put(
                    "/introspect",
                    Route.backend(most, new IntrospectionEndpoint(settings, store.tokens(), authenticator)));
        }
        return endpoints;
    }

    private static Map<String, Route> registration(
            AuthorizationServerSettings settings, OAuthStore store, EndpointUrls urls, SecureRandom random) {
        MetadataRules rules = MetadataRules.forRegistrations(strangersGrants(settings));
        int most = settings.limits().registrationBytes();
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
    private static List<ClientAuthenticationMethod> methods(ClientCertificates certificates) {
        boolean known = certificates != ClientCertificates.NONE;
        return Arrays.stream(ClientAuthenticationMethod.values())
                .filter(method -> known || method != ClientAuthenticationMethod.SELF_SIGNED_TLS_CLIENT_AUTH)
                .toList();
    }

    /** What a client assertion may be made out to: some clients name the issuer, some the endpoint that they call. */
    private static Set<String> audiences(AuthorizationServerSettings settings, EndpointUrls urls) {
        return Set.of(
                settings.issuer().value(),
                urls.url("/token"),
                urls.url("/par"),
                urls.url("/revoke"),
                urls.url("/device_authorization"),
                urls.url("/introspect"));
    }

    /** Endpoints are served below the issuer, and at the root for clients that guess instead of discovering. */
    private static Map<String, Route> browser(
            AuthorizationServerSettings settings, Interaction interaction, EndpointUrls urls) {
        Limits limits = settings.limits();
        ErrorRenderer page = errors(interaction);
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
        if (settings.deviceAuthorization()) {
            endpoints.put(
                    "/device",
                    Route.browser(limits.formBytes(), interaction.deviceEndpoint(urls.url("/device")), page));
        }
        return endpoints;
    }

    private static ErrorRenderer errors(Interaction interaction) {
        return (exchange, status, code, text) -> interaction.errorPage(exchange, status, text);
    }

    private static Map<String, Route> documents(
            AuthorizationServerSettings settings, MetadataDocuments documents, TokenEndpoint tokens) {
        Map<String, Route> routes = new LinkedHashMap<>();
        Route server = document(documents.authorizationServer(tokens.grantTypes()));
        WellKnownPaths.ofAuthorizationServer(settings.issuer(), settings.resources())
                .forEach(path -> routes.put(path, server));
        WellKnownPaths.ofResources(settings.issuer(), settings.resources())
                .forEach((path, resource) -> routes.put(path, document(documents.protectedResource(resource))));
        return routes;
    }

    private static Route document(JsonObject json) {
        WebResponse response = WebResponse.json(200, json).replacing("Cache-Control", "public, max-age=300");
        return Route.document(exchange -> response);
    }
}
