package dev.mcpoauth.core.store.contract;

import dev.mcpoauth.core.secret.AccessToken;
import dev.mcpoauth.core.secret.AuthorizationCode;
import dev.mcpoauth.core.secret.RefreshToken;
import dev.mcpoauth.core.secret.TokenHash;
import dev.mcpoauth.core.store.AccessRecord;
import dev.mcpoauth.core.store.ClientRecord;
import dev.mcpoauth.core.store.CodeRecord;
import dev.mcpoauth.core.store.GrantRecord;
import dev.mcpoauth.core.store.IssuedTokens;
import dev.mcpoauth.core.store.OAuthStore;
import dev.mcpoauth.core.store.OpaqueBytes;
import dev.mcpoauth.core.store.RedeemCommand;
import dev.mcpoauth.core.store.RefreshRecord;
import dev.mcpoauth.core.store.ReplayWindow;
import dev.mcpoauth.core.store.RotateCommand;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;

/** Rows and commands with unremarkable values, all under client {@code client-1} unless said otherwise. */
public final class Samples {
    public static final String CLIENT = "client-1";
    public static final String SUBJECT = "alice";
    public static final String REDIRECT = "http://127.0.0.1:1234/callback";
    public static final OpaqueBytes PAYLOAD = OpaqueBytes.ofUtf8("{\"scope\":\"db:read\"}");
    public static final OpaqueBytes SEALED = OpaqueBytes.ofUtf8("sealed response");

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final AtomicInteger NUMBERS = new AtomicInteger();

    private final OAuthStore store;
    private final Instant t0;

    Samples(OAuthStore store, Instant t0) {
        this.store = store;
        this.t0 = t0;
    }

    /** The hash of a secret that nobody knows. */
    public static TokenHash hash() {
        return AccessToken.generate(RANDOM).hash();
    }

    static String unique(String prefix) {
        return prefix + "-" + NUMBERS.incrementAndGet();
    }

    ClientRecord client(String clientId) {
        return ClientRecord.registered(clientId, t0, t0.plus(Duration.ofDays(30)), PAYLOAD);
    }

    GrantRecord grant(String grantId, String subject, String clientId, String redirectUri) {
        return GrantRecord.granted(
                grantId,
                subject,
                clientId,
                redirectUri,
                t0,
                t0.plus(Duration.ofDays(90)),
                OpaqueBytes.ofUtf8("sealed props"),
                PAYLOAD);
    }

    /** A grant that is in the store. */
    GrantRecord storedGrant() {
        return storedGrant(unique("grant"));
    }

    GrantRecord storedGrant(String grantId) {
        GrantRecord grant = grant(grantId, SUBJECT, CLIENT, REDIRECT);
        store.grants().create(grant);
        return grant;
    }

    GrantRecord storedGrantUntil(Instant end) {
        GrantRecord grant = GrantRecord.granted(
                unique("grant"), SUBJECT, CLIENT, REDIRECT, t0, end, OpaqueBytes.empty(), OpaqueBytes.empty());
        store.grants().create(grant);
        return grant;
    }

    /** A code of {@code grant}, good for a minute, that is in the store. */
    CodeRecord storedCode(GrantRecord grant) {
        return storedCode(grant, AuthorizationCode.generate(RANDOM).hash());
    }

    CodeRecord storedCode(GrantRecord grant, TokenHash hash) {
        CodeRecord code = CodeRecord.issued(hash, grant.grantId(), grant.clientId(), t0, t0.plusSeconds(60), PAYLOAD);
        store.codes().issue(code);
        return code;
    }

    AccessRecord access(GrantRecord grant) {
        return access(grant, hash());
    }

    AccessRecord access(GrantRecord grant, TokenHash hash) {
        return new AccessRecord(hash, grant.grantId(), grant.clientId(), t0, t0.plusSeconds(3600), PAYLOAD);
    }

    RefreshRecord refresh(GrantRecord grant, int generation) {
        return refresh(grant, generation, RefreshToken.generate(RANDOM).hash());
    }

    RefreshRecord refresh(GrantRecord grant, int generation, TokenHash hash) {
        return new RefreshRecord(
                hash, grant.grantId(), grant.clientId(), generation, t0, t0.plus(Duration.ofDays(10)), PAYLOAD);
    }

    IssuedTokens tokens(GrantRecord grant, int generation) {
        return IssuedTokens.none().with(access(grant)).with(refresh(grant, generation));
    }

    RedeemCommand redeem(GrantRecord grant, ReplayWindow window, Instant now) {
        return new RedeemCommand(grant.clientId(), grant.grantId(), tokens(grant, 1), window, now);
    }

    RotateCommand rotate(RefreshRecord presented, ReplayWindow window, Instant now) {
        GrantRecord grant = store.grants().find(presented.grantId()).orElseThrow();
        return new RotateCommand(presented.clientId(), tokens(grant, presented.generation() + 1), window, now);
    }

    /** A family of which the first refresh token, returned here, has just been issued. */
    RefreshRecord storedFamily() {
        return storedFamily(storedGrant());
    }

    RefreshRecord storedFamily(GrantRecord grant) {
        RedeemCommand command = redeem(grant, ReplayWindow.closed(), t0);
        store.codes().redeem(storedCode(grant).hash(), command);
        return command.first().refresh().orElseThrow();
    }
}
