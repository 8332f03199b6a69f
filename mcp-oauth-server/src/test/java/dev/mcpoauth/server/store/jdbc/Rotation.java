package dev.mcpoauth.server.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpoauth.core.secret.TokenHash;
import dev.mcpoauth.core.store.OAuthStore;
import dev.mcpoauth.core.store.RefreshStatus;
import dev.mcpoauth.core.store.RotateCommand;
import dev.mcpoauth.core.store.RotateOutcome;
import dev.mcpoauth.core.store.contract.Samples;

/** A refresh token becomes two tokens of the next generation. */
record Rotation(String grant, int generation, TokenHash presented, TokenHash access, TokenHash refresh)
        implements Transition {

    /** Of a family that is in the store. */
    static Rotation prepared(OAuthStore store) {
        Redemption first = Redemption.prepared(store);
        first.run(store);
        return first.next();
    }

    /** The rotation after it. */
    Rotation next() {
        return new Rotation(grant, generation + 1, refresh, Samples.hash(), Samples.hash());
    }

    private RotateOutcome outcome(OAuthStore store) {
        var command = new RotateCommand(CLIENT, Transition.tokens(grant, generation, access, refresh), WINDOW, T0);
        return store.tokens().rotate(presented, command);
    }

    @Override
    public void run(OAuthStore store) {
        assertThat(outcome(store)).isInstanceOf(RotateOutcome.Rotated.class);
    }

    /** Whether it rotates the token; otherwise fails unless it gets the response of whoever did. */
    boolean isFirst(OAuthStore store) {
        RotateOutcome outcome = outcome(store);
        assertThat(outcome).isInstanceOfAny(RotateOutcome.Rotated.class, RotateOutcome.Replay.class);
        return outcome instanceof RotateOutcome.Rotated;
    }

    @Override
    public boolean happened(OAuthStore store) {
        boolean rotated = store.tokens().findRefresh(presented).orElseThrow().status() == RefreshStatus.ROTATED;
        assertThat(store.tokens().findAccess(access).isPresent())
                .as("access token of a rotation")
                .isEqualTo(rotated);
        assertThat(store.tokens().findRefresh(refresh).isPresent())
                .as("refresh token of a rotation")
                .isEqualTo(rotated);
        return rotated;
    }

    @Override
    public void runAgain(OAuthStore store, boolean hasHappened) {
        var again = new Rotation(grant, generation, presented, Samples.hash(), Samples.hash());
        assertThat(again.outcome(store))
                .isInstanceOf(hasHappened ? RotateOutcome.Replay.class : RotateOutcome.Rotated.class);
    }
}
