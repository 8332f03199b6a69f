package dev.mcpoauth.client;

import dev.mcpoauth.core.Issuer;
import dev.mcpoauth.core.ResourceIndicator;
import dev.mcpoauth.core.Scope;
import java.time.Instant;
import java.util.Optional;

/** What is stored of a sign-in, without the secrets. Immutable: what is stored may have changed since. */
public final class StoredSignIn {
    private final StoredTokens tokens;

    StoredSignIn(StoredTokens tokens) {
        this.tokens = tokens;
    }

    /** Who has issued the tokens. */
    public Issuer issuer() {
        return tokens.issuer();
    }

    /** The client that they were issued to. */
    public String clientId() {
        return tokens.clientId();
    }

    /** The resource that they are for. */
    public ResourceIndicator resource() {
        return tokens.resource();
    }

    /** What they are good for. */
    public Scope granted() {
        return tokens.granted();
    }

    /** When the access token expires; empty if the server has not said. */
    public Optional<Instant> expiresAt() {
        return tokens.expiresAt();
    }

    /** Whether there is a refresh token. */
    public boolean isRefreshable() {
        return tokens.refreshToken().isPresent();
    }

    @Override
    public String toString() {
        return "StoredSignIn[" + issuer() + ", " + resource() + "]";
    }
}
