package dev.mcpoauth.core.store;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The tokens that one successful token request brings into being. Either may be absent: a self-contained access token needs
 * no row, and not every client gets a refresh token. Immutable.
 */
public final class IssuedTokens {
    private static final IssuedTokens NONE = new IssuedTokens(null, null);

    private final @Nullable AccessRecord access;
    private final @Nullable RefreshRecord refresh;

    private IssuedTokens(@Nullable AccessRecord access, @Nullable RefreshRecord refresh) {
        this.access = access;
        this.refresh = refresh;
    }

    /** Nothing to store. */
    public static IssuedTokens none() {
        return NONE;
    }

    /** These and an access token. */
    public IssuedTokens with(AccessRecord accessToken) {
        return new IssuedTokens(accessToken, refresh);
    }

    /** These and a refresh token. */
    public IssuedTokens with(RefreshRecord refreshToken) {
        return new IssuedTokens(access, refreshToken);
    }

    /** The access token to insert. */
    public Optional<AccessRecord> access() {
        return Optional.ofNullable(access);
    }

    /** The refresh token to insert. */
    public Optional<RefreshRecord> refresh() {
        return Optional.ofNullable(refresh);
    }

    /** Whether all of them were issued under this grant to this client. */
    boolean belongTo(String grantId, String clientId) {
        return access().map(a -> a.grantId().equals(grantId) && a.clientId().equals(clientId))
                        .orElse(true)
                && refresh()
                        .map(r -> r.grantId().equals(grantId) && r.clientId().equals(clientId))
                        .orElse(true);
    }
}
