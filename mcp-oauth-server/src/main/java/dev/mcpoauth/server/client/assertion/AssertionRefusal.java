package dev.mcpoauth.server.client.assertion;

import static dev.mcpoauth.core.OAuthError.INVALID_CLIENT;

import dev.mcpoauth.core.OAuthException;
import dev.mcpoauth.core.diagnostics.Reason;
import dev.mcpoauth.server.client.RegisteredClient;
import java.util.Optional;

/** Says what is wrong with an assertion: whoever can sign one may know, and nobody else learns anything from it. */
final class AssertionRefusal {
    private AssertionRefusal() {}

    static OAuthException because(Reason reason, String description, RegisteredClient client, Optional<String> seen) {
        OAuthException refusal = INVALID_CLIENT.because(reason, description).with("client_id", client.clientId());
        return seen.isPresent() ? refusal.with("seen", seen.get()) : refusal;
    }
}
