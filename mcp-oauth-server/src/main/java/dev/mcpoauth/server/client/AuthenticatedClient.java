package dev.mcpoauth.server.client;

/**
 * A client whose request passed authentication.
 *
 * @param client who it is
 * @param isUnstated whether a tolerance let it come without the secret that it was given, because it never stated a method
 */
public record AuthenticatedClient(RegisteredClient client, boolean isUnstated) {
    /** Its identifier. */
    public String clientId() {
        return client.clientId();
    }
}
