package dev.mcpoauth.server.client;

import dev.mcpoauth.server.client.metadata.ClientAuthenticationMethod;

/**
 * A client whose request passed authentication.
 *
 * @param client who it is
 * @param method how it proved that
 * @param isUnstated whether a tolerance let it come without the secret that it was given, because it never stated a method
 */
public record AuthenticatedClient(RegisteredClient client, ClientAuthenticationMethod method, boolean isUnstated) {
    /** Its identifier. */
    public String clientId() {
        return client.clientId();
    }

    /** Whether it proved anything, and did not merely say who it is. */
    public boolean isConfidential() {
        return method != ClientAuthenticationMethod.NONE;
    }

    /** Whether nobody gets in as this client without proof, neither now nor with the next request. */
    public boolean neverComesWithoutProof() {
        return isConfidential() && !client.isPublic() && client.statedItsMethod();
    }
}
