package dev.mcpoauth.server.store.jdbc;

import dev.mcpoauth.core.secret.TokenHash;
import dev.mcpoauth.core.store.AccessRecord;
import dev.mcpoauth.core.store.IssuedTokens;
import dev.mcpoauth.core.store.OAuthStore;
import dev.mcpoauth.core.store.OpaqueBytes;
import dev.mcpoauth.core.store.RefreshRecord;
import dev.mcpoauth.core.store.ReplayWindow;
import java.time.Instant;

/** A redemption or rotation whose end somebody may not have been told. */
interface Transition {
    Instant T0 = Instant.parse("2150-03-01T12:00:00Z");
    Instant END = T0.plusSeconds(1000);
    String CLIENT = "c";
    OpaqueBytes SEALED = OpaqueBytes.ofUtf8("sealed response");
    /** Open for as long as anybody looks. */
    ReplayWindow WINDOW = new ReplayWindow(SEALED, END, 100);

    /** Fails unless it succeeds. */
    void run(OAuthStore store);

    /** Whether it happened; fails if half of it did. */
    boolean happened(OAuthStore store);

    /** What a client does that got no answer; fails unless it gets the first response, or a new one if nothing happened. */
    void runAgain(OAuthStore store, boolean hasHappened);

    /** Both tokens of one response. */
    static IssuedTokens tokens(String grant, int generation, TokenHash access, TokenHash refresh) {
        return IssuedTokens.none()
                .with(new AccessRecord(access, grant, CLIENT, T0, END, OpaqueBytes.empty()))
                .with(new RefreshRecord(refresh, grant, CLIENT, generation, T0, END, OpaqueBytes.empty()));
    }
}
