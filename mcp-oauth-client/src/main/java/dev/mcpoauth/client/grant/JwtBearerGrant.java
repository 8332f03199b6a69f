package dev.mcpoauth.client.grant;

import dev.mcpoauth.client.authentication.ClientIdentity;
import dev.mcpoauth.core.Issuer;
import dev.mcpoauth.core.form.Parameters;
import java.io.IOException;
import java.util.Optional;

/**
 * Trades a JWT of a trusted issuer for tokens (RFC 7523 §2.1): workload identity federation. An assertion that is refused
 * is not sent again, and no other grant is tried in its place.
 */
public final class JwtBearerGrant implements Grant {
    static final String TYPE = "urn:ietf:params:oauth:grant-type:jwt-bearer";

    private final ClientCredentials credentials;
    private final AssertionSource assertions;

    public JwtBearerGrant(ClientCredentials credentials, AssertionSource assertions) {
        this.credentials = credentials;
        this.assertions = assertions;
    }

    @Override
    public Obtained obtain(GrantRequest request) throws IOException, InterruptedException {
        ClientIdentity client = credentials.at(request.server().issuer(), request.trace());
        Parameters.Builder form = Parameters.builder()
                .add("grant_type", TYPE)
                .add("assertion", assertions.assertion(client.issuer().value()))
                .add("scope", request.scope().toString());
        return new Obtained(client, request.scope(), request.send(client, form));
    }

    @Override
    public Optional<ClientIdentity> client(Issuer issuer, String clientId) {
        return credentials.known(issuer, clientId);
    }

    @Override
    public boolean actsForUser() {
        return false;
    }
}
