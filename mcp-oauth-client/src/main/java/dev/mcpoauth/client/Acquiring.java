package dev.mcpoauth.client;

import dev.mcpoauth.client.discovery.AuthorizationServer;
import dev.mcpoauth.client.discovery.DiscoveredResource;
import dev.mcpoauth.client.dpop.DpopKey;
import dev.mcpoauth.client.dpop.DpopProofs;
import dev.mcpoauth.client.error.AuthException.DiscoveryFailed;
import dev.mcpoauth.client.error.AuthException.TokenRequestFailed;
import dev.mcpoauth.client.error.ClientReasons;
import dev.mcpoauth.client.error.FlowTrace;
import dev.mcpoauth.client.error.Printable;
import dev.mcpoauth.client.grant.Grant;
import dev.mcpoauth.client.grant.GrantRequest;
import dev.mcpoauth.client.provider.ProviderProfile;
import dev.mcpoauth.core.Scope;
import dev.mcpoauth.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Obtains tokens by the configured grant and stores them. Runs under the sign-in lock. */
final class Acquiring {
    private static final String DPOP_ALGORITHM = "ES256";

    private final Engine engine;
    private final Credentials credentials;
    private final URI server;

    Acquiring(Engine engine, Credentials credentials, URI server) {
        this.engine = engine;
        this.credentials = credentials;
        this.server = server;
    }

    /** How a resource wants its tokens. */
    enum Binding {
        BEARER,
        DPOP_OFFERED,
        DPOP_REQUIRED
    }

    StoredTokens acquire(DiscoveredResource resource, Scope scope, Binding binding, FlowTrace trace)
            throws IOException, InterruptedException {
        AuthorizationServer authorizationServer = engine.servers().discover(server, resource, trace);
        trace.permit(
                ClientReasons.DISCOVERED,
                Map.of("issuer", authorizationServer.issuer(), "resource", resource.resource()));
        ProviderProfile profile = engine.providers().apply(authorizationServer.issuer());
        Scope wanted = engine.grant().actsForUser()
                ? profile.askedFor(
                        scope.union(engine.alwaysAsked()),
                        authorizationServer.metadata().scopesSupported())
                : scope;
        GrantRequest request = new GrantRequest(
                        authorizationServer, resource.resource(), wanted, credentials.owner(), engine.tokens(), trace)
                .to(profile);
        Optional<DpopProofs> proofs = proofs(authorizationServer, binding, trace);
        Grant.Obtained obtained =
                engine.grant().obtain(proofs.map(request::provenBy).orElse(request));
        requireKnownType(obtained, proofs.isPresent(), trace);
        StoredTokens tokens = StoredTokens.of(
                obtained,
                resource.resource(),
                new StoredTokens.Endpoints(
                        authorizationServer.tokenEndpoint(),
                        authorizationServer.metadata().revocationEndpoint()),
                proofs.map(DpopProofs::key).map(DpopKey::write).orElse(JsonObject.EMPTY),
                engine.clock().instant());
        credentials.save(tokens);
        tell(tokens, trace);
        return tokens;
    }

    /** That tokens are there now. */
    static void tell(StoredTokens tokens, FlowTrace trace) {
        trace.permit(
                ClientReasons.TOKEN_OBTAINED,
                Map.of("issuer", tokens.issuer(), "client_id", tokens.clientId(), "scope", tokens.granted()));
    }

    private Optional<DpopProofs> proofs(AuthorizationServer authorizationServer, Binding binding, FlowTrace trace)
            throws DiscoveryFailed {
        boolean possible =
                authorizationServer.metadata().dpopSigningAlgValuesSupported().contains(DPOP_ALGORITHM);
        if (binding == Binding.DPOP_REQUIRED && !possible) {
            throw trace.refuse(
                    DiscoveryFailed::new,
                    ClientReasons.DPOP_UNSUPPORTED,
                    "the resource takes DPoP tokens only and " + authorizationServer.issuer()
                            + " does not issue them for " + DPOP_ALGORITHM);
        }
        return binding == Binding.BEARER || !possible
                ? Optional.empty()
                : Optional.of(new DpopProofs(DpopKey.generate(), engine.nonces(), engine.clock()));
    }

    /** A token of a type that one does not understand must not be used (RFC 6749 §7.1). */
    static void requireKnownType(Grant.Obtained obtained, boolean proven, FlowTrace trace) throws TokenRequestFailed {
        Set<String> known = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        known.add("Bearer");
        if (proven) {
            known.add("DPoP");
        }
        String type = obtained.response().tokenType();
        if (!known.contains(type)) {
            throw trace.refuse(
                    (reason, message, steps) -> new TokenRequestFailed(reason, message, steps, ""),
                    ClientReasons.TOKEN_RESPONSE_INVALID,
                    "the token type is " + Printable.text(type) + " and not one of " + known);
        }
    }
}
