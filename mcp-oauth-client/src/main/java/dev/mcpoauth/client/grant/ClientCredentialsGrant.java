package dev.mcpoauth.client.grant;

import dev.mcpoauth.client.authentication.ClientIdentity;
import dev.mcpoauth.core.Issuer;
import dev.mcpoauth.core.form.Parameters;
import java.io.IOException;
import java.util.Optional;

/** For a program that acts for itself (RFC 6749 §4.4, MCP extension OAuth client credentials). */
public final class ClientCredentialsGrant implements Grant {
    private final ClientCredentials credentials;

    public ClientCredentialsGrant(ClientCredentials credentials) {
        this.credentials = credentials;
    }

    @Override
    public Obtained obtain(GrantRequest request) throws IOException, InterruptedException {
        ClientIdentity client = credentials.at(request.server().issuer(), request.trace());
        Parameters.Builder form = Parameters.builder()
                .add("grant_type", "client_credentials")
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
