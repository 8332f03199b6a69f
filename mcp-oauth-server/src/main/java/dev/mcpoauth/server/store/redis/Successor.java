package dev.mcpoauth.server.store.redis;

import dev.mcpoauth.core.secret.TokenHash;
import dev.mcpoauth.core.store.AccessRecord;
import dev.mcpoauth.core.store.IssuedTokens;
import dev.mcpoauth.core.store.RefreshRecord;
import dev.mcpoauth.core.store.RefreshStatus;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * A row that comes of a redemption or rotation.
 *
 * @param removal when it may be removed, which is not after the end of its grant
 */
record Successor(Place place, TokenHash hash, Instant removal, Fields fields) {

    static List<Successor> of(IssuedTokens tokens, Row grant) {
        return Stream.concat(
                        tokens.access().map(token -> of(token, grant)).stream(),
                        tokens.refresh().map(token -> of(token, grant)).stream())
                .toList();
    }

    private static Successor of(AccessRecord token, Row grant) {
        Instant removal = GrantRows.notAfterEnd(grant, Kind.ACCESS.removal(token.expiresAt()));
        var place = new Place(Kind.ACCESS, token.grantId());
        return new Successor(place, token.hash(), removal, TokenRows.write(token, false));
    }

    private static Successor of(RefreshRecord token, Row grant) {
        Instant removal = GrantRows.notAfterEnd(grant, Kind.REFRESH.removal(token.expiresAt()));
        var place = new Place(Kind.REFRESH, token.grantId());
        return new Successor(place, token.hash(), removal, TokenRows.write(token, RefreshStatus.ACTIVE));
    }
}
