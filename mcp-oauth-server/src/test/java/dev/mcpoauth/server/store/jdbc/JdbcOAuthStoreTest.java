package dev.mcpoauth.server.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcpoauth.core.secret.TokenHash;
import dev.mcpoauth.core.store.AccessRecord;
import dev.mcpoauth.core.store.CodeRecord;
import dev.mcpoauth.core.store.CodeStatus;
import dev.mcpoauth.core.store.GrantRecord;
import dev.mcpoauth.core.store.GrantSelector;
import dev.mcpoauth.core.store.IssuedTokens;
import dev.mcpoauth.core.store.OAuthStore;
import dev.mcpoauth.core.store.OpaqueBytes;
import dev.mcpoauth.core.store.RedeemCommand;
import dev.mcpoauth.core.store.RedeemOutcome;
import dev.mcpoauth.core.store.RefreshRecord;
import dev.mcpoauth.core.store.RefreshStatus;
import dev.mcpoauth.core.store.ReplayWindow;
import dev.mcpoauth.core.store.RevokeReason;
import dev.mcpoauth.core.store.RotateCommand;
import dev.mcpoauth.core.store.RotateOutcome;
import dev.mcpoauth.core.store.StoreException;
import dev.mcpoauth.core.store.TransactionRecord;
import dev.mcpoauth.core.store.contract.Samples;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is particular to databases: broken connections, lost locks, and connections given back as they came. */
class JdbcOAuthStoreTest {
    private static final Instant T0 = Instant.parse("2150-03-01T12:00:00Z");
    private static final Instant END = T0.plusSeconds(1000);
    private static final OpaqueBytes NONE = OpaqueBytes.empty();

    private final H2StoreFixture h2 = new H2StoreFixture();
    private OAuthStore store;
    private FaultyDataSource source;

    @BeforeEach
    void open() {
        store = h2.open(H2StoreFixture.freshMemoryUrl());
        source = h2.sourceOf(store);
    }

    @AfterEach
    void everyConnectionWasGivenBack() {
        assertThat(source.openConnections()).isZero();
        store.close();
    }

    private static CodeRecord code(String grantId) {
        return CodeRecord.issued(Samples.hash(), grantId, "c", T0, END, NONE);
    }

    @Test
    void revokesMoreGrantsThanOnePortion() {
        for (int i = 0; i < 1001; i++) {
            grant("g" + i);
        }
        var all = new GrantSelector.OfSubject("alice");
        assertThat(store.grants().revokeWhere(all, RevokeReason.OPERATOR, T0)).isEqualTo(1001);
        assertThat(store.grants().revokeWhere(all, RevokeReason.OPERATOR, T0)).isZero();
        assertThat(store.grants().find("g999").orElseThrow().isLive(T0)).isFalse();
    }

    private void grant(String grantId) {
        store.grants().create(GrantRecord.granted(grantId, "alice", "c", "", T0, END, NONE, NONE));
    }

    private static IssuedTokens tokens(String grantId, int generation) {
        return IssuedTokens.none()
                .with(new AccessRecord(Samples.hash(), grantId, "c", T0, END, NONE))
                .with(new RefreshRecord(Samples.hash(), grantId, "c", generation, T0, END, NONE));
    }

    private boolean exist(IssuedTokens tokens) {
        boolean access =
                store.tokens().findAccess(tokens.access().orElseThrow().hash()).isPresent();
        boolean refresh = store.tokens()
                .findRefresh(tokens.refresh().orElseThrow().hash())
                .isPresent();
        assertThat(access).as("both tokens or none").isEqualTo(refresh);
        return access;
    }

    /** Invariant 5, at each step of a redemption: look, mark, two inserts, commit. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4})
    void aConnectionThatBreaksLeavesTheCodeIssued(int step) {
        grant("g");
        CodeRecord code = code("g");
        store.codes().issue(code);
        var command = new RedeemCommand("c", "g", tokens("g", 1), ReplayWindow.closed(), T0);
        source.failAfter(step, "08006");
        assertThatThrownBy(() -> store.codes().redeem(code.hash(), command))
                .isInstanceOf(StoreException.class)
                .hasCauseInstanceOf(SQLException.class);
        assertThat(source.wasInterrupted()).isTrue();
        source.heal();
        assertThat(store.codes().peek(code.hash()).orElseThrow().status()).isEqualTo(CodeStatus.ISSUED);
        assertThat(exist(command.first())).isFalse();
        assertThat(store.codes().redeem(code.hash(), command)).isInstanceOf(RedeemOutcome.Redeemed.class);
    }

    private RefreshRecord family(String grantId) {
        grant(grantId);
        CodeRecord code = code(grantId);
        store.codes().issue(code);
        IssuedTokens first = tokens(grantId, 1);
        store.codes().redeem(code.hash(), new RedeemCommand("c", grantId, first, ReplayWindow.closed(), T0));
        return first.refresh().orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4})
    void aConnectionThatBreaksLeavesTheRefreshTokenActive(int step) {
        RefreshRecord presented = family("g");
        var command = new RotateCommand("c", tokens("g", 2), ReplayWindow.closed(), T0);
        source.failAfter(step, "08006");
        assertThatThrownBy(() -> store.tokens().rotate(presented.hash(), command))
                .isInstanceOf(StoreException.class);
        assertThat(source.wasInterrupted()).isTrue();
        source.heal();
        assertThat(store.tokens().findRefresh(presented.hash()).orElseThrow().status())
                .isEqualTo(RefreshStatus.ACTIVE);
        assertThat(exist(command.next())).isFalse();
        assertThat(store.tokens().rotate(presented.hash(), command)).isInstanceOf(RotateOutcome.Rotated.class);
    }

    /** Invariant 10, at its narrowest: the grant ends between the look at the token and the update of its row. */
    @Test
    void aRotationSeesARevocationAfterItsFirstLook() {
        RefreshRecord presented = family("g");
        var command = new RotateCommand("c", tokens("g", 2), ReplayWindow.closed(), T0);
        source.interruptAfter(1, () -> store.grants().revoke("g", RevokeReason.OPERATOR, T0));
        assertThat(store.tokens().rotate(presented.hash(), command)).isEqualTo(new RotateOutcome.Revoked());
        assertThat(source.wasInterrupted()).isTrue();
        assertThat(exist(command.next())).isFalse();
    }

    @Test
    void aRedemptionSeesARevocationAfterItsFirstLook() {
        grant("g");
        CodeRecord code = code("g");
        store.codes().issue(code);
        var command = new RedeemCommand("c", "g", tokens("g", 1), ReplayWindow.closed(), T0);
        source.interruptAfter(1, () -> store.grants().revoke("g", RevokeReason.OPERATOR, T0));
        assertThat(store.codes().redeem(code.hash(), command)).isEqualTo(new RedeemOutcome.Revoked());
        assertThat(source.wasInterrupted()).isTrue();
        assertThat(exist(command.first())).isFalse();
    }

    /** Invariant 13 likewise: what is taken is the newest version. */
    @Test
    void aTakeSeesAnAdvanceAfterItsFirstLook() {
        TransactionRecord transaction = TransactionRecord.begun(Samples.hash(), T0, END, NONE);
        store.transactions().put(transaction);
        OpaqueBytes further = OpaqueBytes.ofUtf8("signed in");
        source.interruptAfter(1, () -> store.transactions().advance(transaction.withPayload(further), 1, T0));
        assertThat(store.transactions().take(transaction.id(), T0).orElseThrow().payload())
                .isEqualTo(further);
        assertThat(source.wasInterrupted()).isTrue();
    }

    /** Serialization failure, H2's lock timeout, and H2's concurrent update. */
    @ParameterizedTest
    @ValueSource(strings = {"40001", "HYT00", "90131"})
    void aLostLockIsTriedAgain(String sqlState) {
        RefreshRecord presented = family("g");
        var command = new RotateCommand("c", tokens("g", 2), ReplayWindow.closed(), T0);
        source.failAfter(3, sqlState);
        assertThat(store.tokens().rotate(presented.hash(), command)).isInstanceOf(RotateOutcome.Rotated.class);
        assertThat(source.wasInterrupted()).isTrue();
        assertThat(exist(command.next())).isTrue();
    }

    /** Nobody can know whether it happened, so it is not run again here: the client asks again and gets the first response. */
    @Test
    void aCommitWhoseAnswerWasLostIsAnOutage() {
        RefreshRecord presented = family("g");
        var window = new ReplayWindow(OpaqueBytes.ofUtf8("sealed"), END, 1);
        var command = new RotateCommand("c", tokens("g", 2), window, T0);
        source.loseAnswerAfter(4);
        assertThatThrownBy(() -> store.tokens().rotate(presented.hash(), command))
                .isInstanceOf(StoreException.class);
        assertThat(source.wasInterrupted()).isTrue();
        source.heal();
        assertThat(exist(command.next())).isTrue();
        var again = new RotateCommand("c", tokens("g", 2), window, T0);
        assertThat(store.tokens().rotate(presented.hash(), again)).isInstanceOf(RotateOutcome.Replay.class);
        assertThat(exist(again.next())).isFalse();
    }

    /** Not even if that looks as if a lock had been lost. */
    @ParameterizedTest
    @ValueSource(strings = {"40001", "08006"})
    void aConnectionThatCanNotBePutRightDoesNotUndoOrRepeatWhatWasDone(String sqlState) {
        RefreshRecord presented = family("g");
        var command = new RotateCommand("c", tokens("g", 2), ReplayWindow.closed(), T0);
        source.failToGiveBack(sqlState);
        assertThat(store.tokens().rotate(presented.hash(), command)).isInstanceOf(RotateOutcome.Rotated.class);
        source.failToGiveBack("");
        assertThat(exist(command.next())).isTrue();
    }

    @Test
    void aFailureNamesTheOperationAndNoData() {
        source.failAfter(0, "08006");
        assertThatThrownBy(() -> store.clients().find("client-of-alice"))
                .isInstanceOf(StoreException.class)
                .hasMessage("clients.find failed");
        TokenHash taken = family("g").hash();
        source.heal();
        assertThatThrownBy(() -> store.grants().create(GrantRecord.granted("g", "alice", "c", "", T0, END, NONE, NONE)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("grants.create: the key is taken")
                .hasMessageNotContaining(taken.encoded());
    }

    /** A pool may hand out connections without auto-commit, and expects them back the same way. */
    @Test
    void worksWithAndKeepsConnectionsWithoutAutoCommit() throws SQLException {
        JdbcDataSource real = H2StoreFixture.source(H2StoreFixture.freshMemoryUrl());
        try (Connection only = real.getConnection()) {
            only.setAutoCommit(false);
            OAuthStore manual = JdbcOAuthStore.open(SingleConnection.of(only));
            manual.grants().create(GrantRecord.granted("g", "alice", "c", "", T0, END, NONE, NONE));
            assertThat(only.getAutoCommit()).isFalse();
            assertThat(JdbcOAuthStore.over(real).grants().find("g")).isPresent();
        }
    }

    @Test
    void givesAutoCommitBack() throws SQLException {
        JdbcDataSource real = H2StoreFixture.source(H2StoreFixture.freshMemoryUrl());
        try (Connection only = real.getConnection()) {
            OAuthStore one = JdbcOAuthStore.open(SingleConnection.of(only));
            CodeRecord code = code("never");
            one.codes().issue(code);
            var command = new RedeemCommand("c", "never", tokens("never", 1), ReplayWindow.closed(), T0);
            assertThat(one.codes().redeem(code.hash(), command)).isInstanceOf(RedeemOutcome.Revoked.class);
            assertThat(only.getAutoCommit()).isTrue();
        }
    }

    @Test
    void anUnreachableDatabaseIsAnOutage() {
        source.down(true);
        assertThatThrownBy(() -> JdbcOAuthStore.open(source)).isInstanceOf(StoreException.class);
    }

    @Test
    void anUnknownDatabaseIsRefused() {
        assertThatThrownBy(() -> SqlDialect.of(SingleConnection.of(UnknownProduct.connection())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Unheard-of");
    }
}
