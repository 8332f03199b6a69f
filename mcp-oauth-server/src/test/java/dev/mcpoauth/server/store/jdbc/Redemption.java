package dev.mcpoauth.server.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpoauth.core.secret.TokenHash;
import dev.mcpoauth.core.store.CodeRecord;
import dev.mcpoauth.core.store.CodeStatus;
import dev.mcpoauth.core.store.GrantRecord;
import dev.mcpoauth.core.store.OAuthStore;
import dev.mcpoauth.core.store.OpaqueBytes;
import dev.mcpoauth.core.store.RedeemCommand;
import dev.mcpoauth.core.store.RedeemOutcome;
import dev.mcpoauth.core.store.contract.Samples;

/** A code becomes two tokens. */
record Redemption(String grant, TokenHash code, TokenHash access, TokenHash refresh) implements Transition {

    /** Of a grant and a code that are in the store. */
    static Redemption prepared(OAuthStore store) {
        String grant = Samples.hash().encoded();
        store.grants()
                .create(GrantRecord.granted(
                        grant, "alice", CLIENT, "", T0, END, OpaqueBytes.empty(), OpaqueBytes.empty()));
        CodeRecord code = CodeRecord.issued(Samples.hash(), grant, CLIENT, T0, END, OpaqueBytes.empty());
        store.codes().issue(code);
        return new Redemption(grant, code.hash(), Samples.hash(), Samples.hash());
    }

    /** The first rotation after it. */
    Rotation next() {
        return new Rotation(grant, 2, refresh, Samples.hash(), Samples.hash());
    }

    private RedeemOutcome outcome(OAuthStore store) {
        var command = new RedeemCommand(CLIENT, grant, Transition.tokens(grant, 1, access, refresh), WINDOW, T0);
        return store.codes().redeem(code, command);
    }

    /** Whether it redeems the code; otherwise fails unless it gets the response of whoever did. */
    boolean isFirst(OAuthStore store) {
        RedeemOutcome outcome = outcome(store);
        assertThat(outcome).isInstanceOfAny(RedeemOutcome.Redeemed.class, RedeemOutcome.DuplicateSubmit.class);
        return outcome instanceof RedeemOutcome.Redeemed;
    }

    @Override
    public void run(OAuthStore store) {
        assertThat(outcome(store)).isInstanceOf(RedeemOutcome.Redeemed.class);
    }

    @Override
    public boolean happened(OAuthStore store) {
        boolean redeemed = store.codes().peek(code).orElseThrow().status() == CodeStatus.REDEEMED;
        assertThat(store.tokens().findAccess(access).isPresent())
                .as("access token of a redeemed code")
                .isEqualTo(redeemed);
        assertThat(store.tokens().findRefresh(refresh).isPresent())
                .as("refresh token of a redeemed code")
                .isEqualTo(redeemed);
        return redeemed;
    }

    @Override
    public void runAgain(OAuthStore store, boolean hasHappened) {
        RedeemOutcome outcome = new Redemption(grant, code, Samples.hash(), Samples.hash()).outcome(store);
        if (hasHappened) {
            assertThat(outcome).isEqualTo(new RedeemOutcome.DuplicateSubmit(SEALED));
        } else {
            assertThat(outcome).isInstanceOf(RedeemOutcome.Redeemed.class);
        }
    }
}
