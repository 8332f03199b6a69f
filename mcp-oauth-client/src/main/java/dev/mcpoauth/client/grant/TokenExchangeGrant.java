package dev.mcpoauth.client.grant;

import dev.mcpoauth.client.authentication.ClientIdentity;
import dev.mcpoauth.client.error.AuthException.TokenRequestFailed;
import dev.mcpoauth.client.error.ClientReasons;
import dev.mcpoauth.core.Issuer;
import dev.mcpoauth.core.form.Parameters;
import dev.mcpoauth.core.metadata.TokenResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/**
 * Trades a token that the program holds, such as the one that its own caller came with, for one that is good for the
 * resource (RFC 8693 §2): a service acts for its user without passing the user's token on.
 */
public final class TokenExchangeGrant implements Grant {
    /** The type of an OAuth access token. */
    public static final String ACCESS_TOKEN = "urn:ietf:params:oauth:token-type:access_token";

    /** The type of any JWT. */
    public static final String JWT = "urn:ietf:params:oauth:token-type:jwt";

    /** The type of an OpenID Connect ID token. */
    public static final String ID_TOKEN = "urn:ietf:params:oauth:token-type:id_token";

    static final String TYPE = "urn:ietf:params:oauth:grant-type:token-exchange";

    private static final Set<String> USABLE = Set.of(ACCESS_TOKEN, JWT);

    private final ClientCredentials credentials;
    private final AssertionSource subjectTokens;
    private final String subjectTokenType;

    /**
     * With this client at the authorization server.
     *
     * @param subjectTokens the token of whoever is acted for
     * @param subjectTokenType what it is, one of the constants or another type that the server knows
     */
    public TokenExchangeGrant(ClientCredentials credentials, AssertionSource subjectTokens, String subjectTokenType) {
        this.credentials = credentials;
        this.subjectTokens = subjectTokens;
        this.subjectTokenType = subjectTokenType;
    }

    @Override
    public Obtained obtain(GrantRequest request) throws IOException, InterruptedException {
        ClientIdentity client = credentials.at(request.server().issuer(), request.trace());
        Parameters.Builder form = Parameters.builder()
                .add("grant_type", TYPE)
                .add("requested_token_type", ACCESS_TOKEN)
                .add("subject_token", subjectTokens.assertion(client.issuer().value()))
                .add("subject_token_type", subjectTokenType)
                .add("scope", request.scope().toString());
        TokenResponse response = request.send(client, form);
        if (response.json().string("issued_token_type").filter(USABLE::contains).isEmpty()) {
            throw request.trace()
                    .refuse(
                            (reason, text, steps) -> new TokenRequestFailed(reason, text, steps, ""),
                            ClientReasons.TOKEN_RESPONSE_INVALID,
                            "the exchange gave something else than an access token");
        }
        return new Obtained(client, request.scope(), response);
    }

    @Override
    public Optional<ClientIdentity> client(Issuer issuer, String clientId) {
        return credentials.known(issuer, clientId);
    }

    /** It does, and whose token was exchanged is not there to be asked. */
    @Override
    public boolean actsForUser() {
        return false;
    }
}
