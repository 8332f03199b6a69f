package dev.mcpoauth.client.authentication;

import dev.mcpoauth.core.Issuer;

/**
 * A client as one authorization server knows it. Bound to that server: it is never shown to another.
 *
 * @param issuer the server that knows the client
 * @param clientId the identifier that it issued or accepts
 * @param authentication how the client authenticates there
 */
public record ClientIdentity(Issuer issuer, String clientId, ClientAuthentication authentication) {

    public ClientIdentity {
        if (clientId.isEmpty()) {
            throw new IllegalArgumentException("client_id must not be empty");
        }
    }

    /** What authenticates one request to the issuer. */
    public ClientAuthentication.Presented present() {
        return authentication.present(clientId, issuer);
    }
}
