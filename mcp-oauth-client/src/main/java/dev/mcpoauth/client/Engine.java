package dev.mcpoauth.client;

import dev.mcpoauth.client.discovery.ResourceDiscovery;
import dev.mcpoauth.client.discovery.ServerDiscovery;
import dev.mcpoauth.client.dpop.DpopNonces;
import dev.mcpoauth.client.error.FlowTrace;
import dev.mcpoauth.client.grant.Grant;
import dev.mcpoauth.client.grant.TokenEndpoint;
import dev.mcpoauth.client.http.HttpExchange;
import dev.mcpoauth.client.provider.ProviderProfile;
import dev.mcpoauth.client.store.CredentialStore;
import dev.mcpoauth.core.Issuer;
import dev.mcpoauth.core.Scope;
import dev.mcpoauth.core.diagnostics.CorrelationId;
import dev.mcpoauth.core.diagnostics.DiagnosticListener;
import dev.mcpoauth.core.diagnostics.TraceParent;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** What the sessions of one client share. */
record Engine(
        HttpExchange http,
        CredentialStore store,
        Grant grant,
        ResourceDiscovery resources,
        ServerDiscovery servers,
        TokenEndpoint tokens,
        DpopNonces nonces,
        Function<Issuer, ProviderProfile> providers,
        Scope configuredScope,
        boolean dpopRequired,
        Scope alwaysAsked,
        Duration patience,
        DiagnosticListener listener,
        Supplier<Optional<TraceParent>> traces,
        Clock clock,
        SecureRandom random) {

    FlowTrace newTrace() {
        return new FlowTrace(listener, clock, CorrelationId.generate(random), traces.get());
    }
}
