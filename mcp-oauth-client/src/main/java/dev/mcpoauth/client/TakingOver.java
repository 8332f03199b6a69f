package dev.mcpoauth.client;

import dev.mcpoauth.client.ForeignSignIn.Outcome;
import dev.mcpoauth.client.authentication.ClientIdentity;
import dev.mcpoauth.client.discovery.AuthorizationServer;
import dev.mcpoauth.client.discovery.DiscoveredResource;
import dev.mcpoauth.client.error.FlowTrace;
import dev.mcpoauth.client.grant.Grant;
import dev.mcpoauth.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * Takes over another program's sign-in. What that program has noted is believed about the tokens only: which issuer the
 * server has, and where its endpoints are, is discovered anew. Runs under the sign-in lock.
 */
final class TakingOver {
    private final Engine engine;
    private final Credentials credentials;
    private final URI server;

    TakingOver(Engine engine, Credentials credentials, URI server) {
        this.engine = engine;
        this.credentials = credentials;
        this.server = server;
    }

    Outcome take(ForeignSignIn foreign, FlowTrace trace) throws IOException, InterruptedException {
        if (credentials.load().isPresent()) {
            return Outcome.SIGNED_IN_ALREADY;
        }
        DiscoveredResource resource = engine.resources().discover(server, List.of(), trace);
        if (!resource.issuers().contains(foreign.issuer())) {
            return Outcome.OTHER_ISSUER;
        }
        AuthorizationServer issuer = engine.servers().discover(server, at(foreign, resource), trace);
        Optional<ClientIdentity> client = engine.grant().takeOver(foreign.issuer(), foreign.registration());
        if (client.isEmpty()) {
            return Outcome.OTHER_CLIENT;
        }
        credentials.save(StoredTokens.of(
                new Grant.Obtained(client.get(), foreign.requested(), foreign.tokens()),
                resource.resource(),
                new StoredTokens.Endpoints(
                        issuer.tokenEndpoint(), issuer.metadata().revocationEndpoint()),
                JsonObject.EMPTY,
                engine.clock().instant()));
        trace.step("tokens", server, "taken over");
        return Outcome.TAKEN;
    }

    private static DiscoveredResource at(ForeignSignIn foreign, DiscoveredResource resource) {
        return new DiscoveredResource(
                resource.resource(),
                List.of(foreign.issuer()),
                resource.scopesSupported(),
                resource.dpopRequired(),
                resource.documented());
    }
}
