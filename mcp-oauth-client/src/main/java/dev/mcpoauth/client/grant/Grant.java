package dev.mcpoauth.client.grant;

import dev.mcpoauth.client.authentication.ClientIdentity;
import dev.mcpoauth.core.Issuer;
import dev.mcpoauth.core.Scope;
import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.core.metadata.TokenResponse;
import java.io.IOException;
import java.util.Optional;

/** A way to obtain tokens for a resource where there are none yet (RFC 6749 §1.3). Thread-safe. */
public interface Grant {

    /**
     * Obtains tokens from the server of the request.
     *
     * @throws dev.mcpoauth.client.error.AuthException if none can be had
     * @throws IOException if a server cannot be reached
     */
    Obtained obtain(GrantRequest request) throws IOException, InterruptedException;

    /** The client as which tokens that were obtained earlier are refreshed and revoked, if it is still known. */
    Optional<ClientIdentity> client(Issuer issuer, String clientId) throws IOException;

    /**
     * The client as which another program has obtained tokens, made this program's own where that is possible.
     *
     * @param registration the answer to that program's registration; empty if it was set up otherwise
     * @return empty if this program cannot be that client
     */
    default Optional<ClientIdentity> takeOver(Issuer issuer, JsonObject registration) throws IOException {
        return Optional.empty();
    }

    /** Whether tokens act for a user, who can be asked for more scope; else the scope is what was configured. */
    boolean actsForUser();

    /**
     * Tokens with what they were obtained as.
     *
     * @param client the client
     * @param requested the scope that was asked for
     * @param response the token response
     */
    record Obtained(ClientIdentity client, Scope requested, TokenResponse response) {}
}
