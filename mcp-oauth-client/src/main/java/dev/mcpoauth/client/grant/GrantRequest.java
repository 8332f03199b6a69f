package dev.mcpoauth.client.grant;

import dev.mcpoauth.client.authentication.ClientIdentity;
import dev.mcpoauth.client.discovery.AuthorizationServer;
import dev.mcpoauth.client.dpop.DpopProofs;
import dev.mcpoauth.client.error.FlowTrace;
import dev.mcpoauth.client.provider.ProviderProfile;
import dev.mcpoauth.core.ResourceIndicator;
import dev.mcpoauth.core.Scope;
import dev.mcpoauth.core.form.Parameters;
import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.core.metadata.TokenResponse;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What tokens are wanted for, and the means to ask for them. Immutable. */
public final class GrantRequest {
    private final Parts parts;
    private final TokenEndpoint tokens;
    private final FlowTrace trace;

    private record Parts(
            AuthorizationServer server,
            ResourceIndicator resource,
            Scope scope,
            TokenOwner owner,
            ProviderProfile profile,
            @Nullable DpopProofs proofs) {}

    private GrantRequest(Parts parts, TokenEndpoint tokens, FlowTrace trace) {
        this.parts = parts;
        this.tokens = tokens;
        this.trace = trace;
    }

    /** Bearer tokens for a resource from a server without peculiarities. */
    public GrantRequest(
            AuthorizationServer server,
            ResourceIndicator resource,
            Scope scope,
            TokenOwner owner,
            TokenEndpoint tokens,
            FlowTrace trace) {
        this(new Parts(server, resource, scope, owner, ProviderProfile.standard(), null), tokens, trace);
    }

    /** The same for tokens that are bound to a key. */
    public GrantRequest provenBy(DpopProofs keyProofs) {
        return with(new Parts(parts.server, parts.resource, parts.scope, parts.owner, parts.profile, keyProofs));
    }

    /** The same to a server with peculiarities. */
    public GrantRequest to(ProviderProfile profile) {
        return with(new Parts(parts.server, parts.resource, parts.scope, parts.owner, profile, parts.proofs));
    }

    private GrantRequest with(Parts changed) {
        return new GrantRequest(changed, tokens, trace);
    }

    /** The authorization server, validated. */
    public AuthorizationServer server() {
        return parts.server;
    }

    /** The resource, as its metadata spells it. */
    public ResourceIndicator resource() {
        return parts.resource;
    }

    /** The scope to ask for; empty to leave it to the server. */
    public Scope scope() {
        return parts.scope;
    }

    /** For whom the tokens are. */
    public TokenOwner owner() {
        return parts.owner;
    }

    /** How the server wants to be asked. */
    public ProviderProfile profile() {
        return parts.profile;
    }

    /** What proves possession of the key that the tokens will be bound to; empty for bearer tokens. */
    public Optional<DpopProofs> proofs() {
        return Optional.ofNullable(parts.proofs);
    }

    /** Where the flow notes what it does. */
    public FlowTrace trace() {
        return trace;
    }

    /**
     * Sends a token request with these parameters to the authorization server. {@code resource} is added, as RFC 8707 §2
     * and MCP ask for in every token request.
     */
    public TokenResponse send(ClientIdentity client, Parameters.Builder parameters)
            throws IOException, InterruptedException {
        return tokens.request(request(server().tokenEndpoint(), client, named(parameters)), trace);
    }

    /** As {@link #send}, for tokens that the user has perhaps not allowed yet. */
    public Polled poll(ClientIdentity client, Parameters.Builder parameters) throws IOException, InterruptedException {
        return tokens.poll(request(server().tokenEndpoint(), client, named(parameters)), trace);
    }

    /**
     * Posts parameters, and the client's credentials with them, to another endpoint of the authorization server.
     *
     * @param what the endpoint's name in steps and failures
     */
    public JsonObject post(String what, URI endpoint, ClientIdentity client, Parameters.Builder parameters)
            throws IOException, InterruptedException {
        return tokens.post(what, request(endpoint, client, parameters), trace);
    }

    /** Sends a token request to another server's token endpoint, with neither resource nor proof added. */
    TokenResponse sendElsewhere(URI endpoint, ClientIdentity client, Parameters parameters)
            throws IOException, InterruptedException {
        return tokens.request(TokenRequest.of(endpoint, client, parameters), trace);
    }

    private Parameters.Builder named(Parameters.Builder parameters) {
        return profile().addResource(parameters, resource());
    }

    private TokenRequest request(URI endpoint, ClientIdentity client, Parameters.Builder parameters) {
        TokenRequest request = TokenRequest.of(endpoint, client, parameters.build());
        return proofs().map(request::provenBy).orElse(request);
    }
}
