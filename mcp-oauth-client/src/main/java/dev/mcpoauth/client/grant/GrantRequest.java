package dev.mcpoauth.client.grant;

import dev.mcpoauth.client.authentication.ClientIdentity;
import dev.mcpoauth.client.discovery.AuthorizationServer;
import dev.mcpoauth.client.dpop.DpopProofs;
import dev.mcpoauth.client.error.FlowTrace;
import dev.mcpoauth.core.ResourceIndicator;
import dev.mcpoauth.core.Scope;
import dev.mcpoauth.core.form.Parameters;
import dev.mcpoauth.core.metadata.TokenResponse;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What tokens are wanted for, and the means to ask for them. Immutable. */
public final class GrantRequest {
    private final AuthorizationServer server;
    private final ResourceIndicator resource;
    private final Scope scope;
    private final TokenEndpoint tokens;
    private final @Nullable DpopProofs proofs;
    private final FlowTrace trace;

    public GrantRequest(
            AuthorizationServer server,
            ResourceIndicator resource,
            Scope scope,
            TokenEndpoint tokens,
            FlowTrace trace) {
        this(server, resource, scope, tokens, null, trace);
    }

    private GrantRequest(
            AuthorizationServer server,
            ResourceIndicator resource,
            Scope scope,
            TokenEndpoint tokens,
            @Nullable DpopProofs proofs,
            FlowTrace trace) {
        this.server = server;
        this.resource = resource;
        this.scope = scope;
        this.tokens = tokens;
        this.proofs = proofs;
        this.trace = trace;
    }

    /** The same for tokens that are bound to a key. */
    public GrantRequest provenBy(DpopProofs keyProofs) {
        return new GrantRequest(server, resource, scope, tokens, keyProofs, trace);
    }

    /** The authorization server, validated. */
    public AuthorizationServer server() {
        return server;
    }

    /** The resource, as its metadata spells it. */
    public ResourceIndicator resource() {
        return resource;
    }

    /** The scope to ask for; empty to leave it to the server. */
    public Scope scope() {
        return scope;
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
        return sendTo(server.tokenEndpoint(), client, parameters.add("resource", resource.value()));
    }

    /** Sends a token request to another server's token endpoint, with neither resource nor proof added. */
    TokenResponse sendElsewhere(URI endpoint, ClientIdentity client, Parameters parameters)
            throws IOException, InterruptedException {
        return tokens.request(TokenRequest.of(endpoint, client, parameters), trace);
    }

    private TokenResponse sendTo(URI endpoint, ClientIdentity client, Parameters.Builder parameters)
            throws IOException, InterruptedException {
        TokenRequest request = TokenRequest.of(endpoint, client, parameters.build());
        return tokens.request(Optional.ofNullable(proofs).map(request::provenBy).orElse(request), trace);
    }
}
