package dev.mcpoauth.client.grant;

import dev.mcpoauth.client.authentication.ClientIdentity;
import dev.mcpoauth.client.dpop.DpopProofs;
import dev.mcpoauth.core.form.Parameters;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A request to a token endpoint without the client's credentials, which are added for each sending. Immutable. */
public final class TokenRequest {
    private final URI endpoint;
    private final ClientIdentity client;
    private final Parameters parameters;
    private final @Nullable DpopProofs proofs;

    private TokenRequest(URI endpoint, ClientIdentity client, Parameters parameters, @Nullable DpopProofs proofs) {
        this.endpoint = endpoint;
        this.client = client;
        this.parameters = parameters;
        this.proofs = proofs;
    }

    /**
     * A request for bearer tokens.
     *
     * @param endpoint a URL that the policy has permitted
     */
    public static TokenRequest of(URI endpoint, ClientIdentity client, Parameters parameters) {
        return new TokenRequest(endpoint, client, parameters, null);
    }

    /** The same, asking for tokens that are bound to a key. */
    public TokenRequest provenBy(DpopProofs keyProofs) {
        return new TokenRequest(endpoint, client, parameters, keyProofs);
    }

    URI endpoint() {
        return endpoint;
    }

    ClientIdentity client() {
        return client;
    }

    Parameters parameters() {
        return parameters;
    }

    Optional<DpopProofs> proofs() {
        return Optional.ofNullable(proofs);
    }
}
