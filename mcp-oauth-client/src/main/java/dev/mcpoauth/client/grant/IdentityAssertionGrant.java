package dev.mcpoauth.client.grant;

import dev.mcpoauth.client.authentication.ClientIdentity;
import dev.mcpoauth.client.error.AuthException.TokenRequestFailed;
import dev.mcpoauth.client.error.ClientReasons;
import dev.mcpoauth.core.Issuer;
import dev.mcpoauth.core.form.Parameters;
import dev.mcpoauth.core.metadata.TokenResponse;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;

/**
 * Enterprise-managed authorization: the company's identity provider trades the user's ID token for an identity assertion
 * (ID-JAG, RFC 8693 token exchange), which the resource's authorization server accepts as a grant (RFC 7523 §2.1).
 */
public final class IdentityAssertionGrant implements Grant {
    private static final String ID_JAG = "urn:ietf:params:oauth:token-type:id-jag";

    private final ClientIdentity atProvider;
    private final URI providerTokenEndpoint;
    private final AssertionSource idTokens;
    private final ClientCredentials credentials;

    /**
     * Between a provider and whatever authorization server the resource names.
     *
     * @param atProvider this client at the identity provider
     * @param providerTokenEndpoint the provider's token endpoint, from the configuration and not from a server
     * @param idTokens the user's ID token
     * @param credentials this client at the resource's authorization server
     */
    public IdentityAssertionGrant(
            ClientIdentity atProvider,
            URI providerTokenEndpoint,
            AssertionSource idTokens,
            ClientCredentials credentials) {
        this.atProvider = atProvider;
        this.providerTokenEndpoint = providerTokenEndpoint;
        this.idTokens = idTokens;
        this.credentials = credentials;
    }

    @Override
    public Obtained obtain(GrantRequest request) throws IOException, InterruptedException {
        ClientIdentity client = credentials.at(request.server().issuer(), request.trace());
        Parameters.Builder form = Parameters.builder()
                .add("grant_type", JwtBearerGrant.TYPE)
                .add("assertion", exchange(request))
                .add("scope", request.scope().toString());
        return new Obtained(client, request.scope(), request.send(client, form));
    }

    private String exchange(GrantRequest request) throws IOException, InterruptedException {
        Parameters form = Parameters.builder()
                .add("grant_type", TokenExchangeGrant.TYPE)
                .add("requested_token_type", ID_JAG)
                .add("audience", request.server().issuer().value())
                .add("resource", request.resource().value())
                .add("scope", request.scope().toString())
                .add("subject_token", idTokens.assertion(atProvider.issuer().value()))
                .add("subject_token_type", TokenExchangeGrant.ID_TOKEN)
                .build();
        TokenResponse exchanged = request.sendElsewhere(providerTokenEndpoint, atProvider, form);
        if (!exchanged.json().string("issued_token_type").equals(Optional.of(ID_JAG))) {
            throw request.trace()
                    .refuse(
                            (reason, text, steps) -> new TokenRequestFailed(reason, text, steps, ""),
                            ClientReasons.TOKEN_RESPONSE_INVALID,
                            "the identity provider issued something else than an identity assertion");
        }
        return exchanged.accessToken().reveal();
    }

    @Override
    public Optional<ClientIdentity> client(Issuer issuer, String clientId) {
        return credentials.known(issuer, clientId);
    }

    /** It does, and the provider's administrator decides on the scope: there is nobody to ask for more. */
    @Override
    public boolean actsForUser() {
        return false;
    }
}
