package dev.mcpoauth.server.upstream;

import java.time.Instant;
import java.util.Optional;

/** An access token of a provider, for calls to the services behind it. Does not show itself. */
public final class UpstreamToken {
    private final String provider;
    private final String value;
    private final Optional<Instant> expiresAt;

    UpstreamToken(String provider, String value, Optional<Instant> expiresAt) {
        this.provider = provider;
        this.value = value;
        this.expiresAt = expiresAt;
    }

    /** The id of the provider that issued it. */
    public String provider() {
        return provider;
    }

    /** The token, for the {@code Authorization} header of a call. */
    public String reveal() {
        return value;
    }

    /** When it ends, if the provider said so. */
    public Optional<Instant> expiresAt() {
        return expiresAt;
    }

    @Override
    public String toString() {
        return "UpstreamToken[" + provider + ", redacted]";
    }
}
