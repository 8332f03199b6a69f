package dev.mcpoauth.server.store.redis;

import dev.mcpoauth.core.secret.TokenHash;
import dev.mcpoauth.core.store.AccessRecord;
import dev.mcpoauth.core.store.CodeRecord;
import dev.mcpoauth.core.store.GrantRecord;
import dev.mcpoauth.core.store.IssuedTokens;
import dev.mcpoauth.core.store.OAuthStore;
import dev.mcpoauth.core.store.OpaqueBytes;
import dev.mcpoauth.core.store.RedeemCommand;
import dev.mcpoauth.core.store.RefreshRecord;
import dev.mcpoauth.core.store.ReplayWindow;
import dev.mcpoauth.core.store.RotateCommand;
import dev.mcpoauth.core.store.contract.Samples;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/** A grant with its code and what to do with it, all at one time. */
record Family(Instant now, GrantRecord grant, CodeRecord code) {
    static final Instant T0 = Instant.parse("2150-03-01T12:00:00Z");
    static final OpaqueBytes SEALED = OpaqueBytes.ofUtf8("sealed response");
    static final String CLIENT = "client-1";

    /** One that is not in any store yet. */
    static Family of(Instant now) {
        return of(now, UUID.randomUUID().toString());
    }

    static Family of(Instant now, String id) {
        GrantRecord grant = GrantRecord.granted(
                id, "alice", CLIENT, "", now, now.plus(Duration.ofDays(90)), OpaqueBytes.empty(), OpaqueBytes.empty());
        return new Family(now, grant, CodeRecord.issued(Samples.hash(), id, CLIENT, now, now.plusSeconds(60), SEALED));
    }

    static Family issuedIn(OAuthStore store) {
        Family family = of(T0);
        store.grants().create(family.grant());
        store.codes().issue(family.code());
        return family;
    }

    /** The first refresh token of a new family in the store. */
    static RefreshRecord redeemedIn(OAuthStore store) {
        Family family = issuedIn(store);
        RedeemCommand command = family.redeem();
        store.codes().redeem(family.code().hash(), command);
        return command.first().refresh().orElseThrow();
    }

    static IssuedTokens tokens(String grantId, int generation, Instant now) {
        return IssuedTokens.none()
                .with(new AccessRecord(Samples.hash(), grantId, CLIENT, now, now.plusSeconds(3600), SEALED))
                .with(new RefreshRecord(
                        Samples.hash(), grantId, CLIENT, generation, now, now.plus(Duration.ofDays(10)), SEALED));
    }

    private static ReplayWindow window(Instant now) {
        return new ReplayWindow(SEALED, now.plusSeconds(30), 3);
    }

    /** With new tokens at each call. */
    RedeemCommand redeem() {
        return new RedeemCommand(CLIENT, grant.grantId(), tokens(grant.grantId(), 1, now), window(now), now);
    }

    /** With new tokens at each call. */
    static RotateCommand rotate(RefreshRecord presented) {
        Instant now = presented.createdAt();
        IssuedTokens next = tokens(presented.grantId(), presented.generation() + 1, now);
        return new RotateCommand(CLIENT, next, window(now), now);
    }

    /** The tokens are there together or not at all; which of the two. */
    static boolean exist(OAuthStore store, IssuedTokens tokens) {
        TokenHash access = tokens.access().orElseThrow().hash();
        TokenHash refresh = tokens.refresh().orElseThrow().hash();
        boolean hasAccess = store.tokens().findAccess(access).isPresent();
        boolean hasRefresh = store.tokens().findRefresh(refresh).isPresent();
        if (hasAccess != hasRefresh) {
            throw new AssertionError("one of two tokens that come together");
        }
        return hasAccess;
    }
}
