package dev.mcpoauth.client.registration;

import dev.mcpoauth.client.authentication.ClientIdentity;
import dev.mcpoauth.core.RedirectUri;
import java.util.List;

/**
 * A client that an authorization server knows.
 *
 * @param identity who it is there
 * @param redirectUris the redirect URIs that are registered for it; empty if this client was not told
 * @param dynamic whether it was registered dynamically, so that it can be registered again
 */
public record RegisteredClient(ClientIdentity identity, List<RedirectUri> redirectUris, boolean dynamic) {

    public RegisteredClient {
        redirectUris = List.copyOf(redirectUris);
    }

    /** Whether an authorization request with the redirect URI will be taken. */
    public boolean takes(RedirectUri redirectUri) {
        return redirectUris.isEmpty() || redirectUris.contains(redirectUri);
    }
}
